// The analytics rules, from their files.

import { toDuration, tuned } from 'text.bicep'
import { ruleSettings } from '../types.bicep'

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

@description('Required. The tables that the rules read: custom, native or both.')
param source string

@description('Required. What is different from the files, by the name of the rule.')
param settings ruleSettings

@description('Required. Plan of the table of enriched sign-ins: scheduled rules do not run on the other plans.')
@allowed(['Analytics'])
#disable-next-line no-unused-params // Its only job is to refuse the deployment.
param tablePlan string

// Off unless somebody wants it: one alert for every High row is too much for most tenants.
var offByDefault = ['high-row']

var rules = items({
  'application-ladder': loadYamlContent('../rules/application-ladder.yaml')
  'conditional-access-block-then-other-client': loadYamlContent('../rules/conditional-access-block-then-other-client.yaml')
  'consent-or-redirect-lure': loadYamlContent('../rules/consent-or-redirect-lure.yaml')
  'cross-tenant-block-then-elsewhere': loadYamlContent('../rules/cross-tenant-block-then-elsewhere.yaml')
  'device-failure-then-registration': loadYamlContent('../rules/device-failure-then-registration.yaml')
  'first-party-token-new-pair': loadYamlContent('../rules/first-party-token-new-pair.yaml')
  'high-code-never-seen': loadYamlContent('../rules/high-code-never-seen.yaml')
  'high-row': loadYamlContent('../rules/high-row.yaml')
  'mfa-fatigue-then-success': loadYamlContent('../rules/mfa-fatigue-then-success.yaml')
  'password-proven-then-in': loadYamlContent('../rules/password-proven-then-in.yaml')
  'passwordless-probing': loadYamlContent('../rules/passwordless-probing.yaml')
  'pipeline-lag': loadYamlContent('../rules/pipeline-lag.yaml')
  'pipeline-silence': loadYamlContent('../rules/pipeline-silence.yaml')
  'pipeline-unknown-codes': loadYamlContent('../rules/pipeline-unknown-codes.yaml')
  'revoked-token-burst': loadYamlContent('../rules/revoked-token-burst.yaml')
  'risk-burst-then-success': loadYamlContent('../rules/risk-burst-then-success.yaml')
  'workload-secret-guessing': loadYamlContent('../rules/workload-secret-guessing.yaml')
})

var operators = { gt: 'GreaterThan', lt: 'LessThan', eq: 'Equal' }

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource alertRules 'Microsoft.SecurityInsights/alertRules@2025-09-01' = [
  for rule in rules: {
    scope: workspace
    name: rule.value.id
    kind: 'Scheduled'
    properties: {
      displayName: rule.value.name
      description: rule.value.description
      enabled: settings[?rule.key].?enabled ?? !contains(offByDefault, rule.key)
      severity: settings[?rule.key].?severity ?? rule.value.severity
      query: tuned(rule.value.query, union({ source: '"${source}"' }, settings[?rule.key].?tuning ?? {}))
      queryFrequency: toDuration(rule.value.queryFrequency)
      queryPeriod: toDuration(rule.value.queryPeriod)
      triggerOperator: operators[rule.value.triggerOperator]
      triggerThreshold: rule.value.triggerThreshold
      suppressionEnabled: false
      suppressionDuration: 'PT5H'
      tactics: rule.value.tactics
      // Without the parts after the dot, each once.
      techniques: union(map(rule.value.relevantTechniques, technique => split(technique, '.')[0]), [])
      entityMappings: rule.value.?entityMappings
      customDetails: rule.value.customDetails
      alertDetailsOverride: rule.value.alertDetailsOverride
      eventGroupingSettings: rule.value.eventGroupingSettings
      incidentConfiguration: { createIncident: true }
    }
  }
]

@description('Resource ids of the rules.')
output ids string[] = [for (rule, index) in rules: alertRules[index].id]
