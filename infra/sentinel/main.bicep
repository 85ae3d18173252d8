// Sentinel content over enriched and native Entra sign-ins, for a workspace that exists: functions, watchlists, rules,
// hunting queries and a workbook. Needs neither hub nor function app; deploy it to the workspace's resource group.

import { ruleSettings } from 'types.bicep'

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

@description('Optional. Region of the workbook; that of the resource group by default.')
param location string = resourceGroup().location

@description('Optional. The tables that rules, hunts and the workbook read: the table of this project, Microsoft’s own sign-in tables, or both without repeats.')
@allowed(['both', 'custom', 'native'])
param source string = 'both'

@description('Optional. Whether the table EntraSigninRisk_CL exists. Then its plan is checked: rules run on plan Analytics only.')
param hasCustomTable bool = source == 'custom'

@description('Optional. Turns on Microsoft Sentinel on the workspace. Changes nothing where it is on already.')
param onboard bool = true

@description('Optional. Deploys the watchlists with their examples. Set it to false once they hold entries of your own.')
param watchlists bool = true

@description('Optional. Deploys the analytics rules.')
param rules bool = true

@description('Optional. What is different from the files, by the name of the rule: { \'high-row\': { enabled: true } }.')
param settings ruleSettings = {}

@description('Optional. Deploys the hunting queries.')
param hunting bool = true

@description('Optional. Deploys the workbook.')
param workbook bool = true

@description('Optional. Deploys parsers for the ASIM Authentication schema, for categories that are not collected natively.')
param asimParsers bool = false

module onboarding 'modules/onboarding.bicep' = if (onboard) {
  name: 'entra-signin-risk-onboarding'
  params: { workspaceName: workspaceName }
}

module tablePlan 'modules/tablePlan.bicep' = if (hasCustomTable) {
  name: 'entra-signin-risk-table-plan'
  params: { workspaceName: workspaceName }
}

module functionsModule 'modules/functions.bicep' = {
  name: 'entra-signin-risk-functions'
  params: { workspaceName: workspaceName, asimParsers: asimParsers }
  // The functions call _GetWatchlist, which is there once Sentinel is.
  dependsOn: [onboarding]
}

module watchlistsModule 'modules/watchlists.bicep' = if (watchlists) {
  name: 'entra-signin-risk-watchlists'
  params: { workspaceName: workspaceName }
  dependsOn: [onboarding]
}

module rulesModule 'modules/rules.bicep' = if (rules) {
  name: 'entra-signin-risk-rules'
  params: {
    workspaceName: workspaceName
    source: source
    settings: settings
    // Whatever it is: the module refuses what is not Analytics.
    tablePlan: any(tablePlan.?outputs.plan ?? 'Analytics')
  }
  // A rule is refused while a function that it calls is not there.
  dependsOn: [functionsModule]
}

module huntingModule 'modules/hunting.bicep' = if (hunting) {
  name: 'entra-signin-risk-hunting'
  params: { workspaceName: workspaceName, source: source }
  dependsOn: [functionsModule]
}

module workbookModule 'modules/workbook.bicep' = if (workbook) {
  name: 'entra-signin-risk-workbook'
  params: { workspaceName: workspaceName, location: location }
}

@description('Resource ids of what was deployed, for its removal: everything but Sentinel itself.')
output resourceIds string[] = concat(
  functionsModule.outputs.ids,
  watchlistsModule.?outputs.ids ?? [],
  rulesModule.?outputs.ids ?? [],
  huntingModule.?outputs.ids ?? [],
  workbookModule.?outputs.ids ?? []
)
