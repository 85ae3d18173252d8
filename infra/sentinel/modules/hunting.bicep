// The hunting queries, from their files.

import { tuned, withEntities } from 'text.bicep'

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

@description('Required. The tables that the queries read: custom, native or both.')
param source string

var hunts = [
  loadYamlContent('../hunting/code-new-for-user.yaml')
  loadYamlContent('../hunting/consent-by-application.yaml')
  loadYamlContent('../hunting/devices-refused.yaml')
  loadYamlContent('../hunting/ended-sessions-elsewhere.yaml')
  loadYamlContent('../hunting/guests-at-the-door.yaml')
  loadYamlContent('../hunting/interrupted-and-left.yaml')
  loadYamlContent('../hunting/password-known-not-in.yaml')
  loadYamlContent('../hunting/risk-that-identity-protection-does-not-see.yaml')
  loadYamlContent('../hunting/users-by-weight.yaml')
  loadYamlContent('../hunting/what-exclusions-hide.yaml')
  loadYamlContent('../hunting/workload-errors.yaml')
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

// One at a time: the workspace refuses parallel writes of saved searches now and then.
@batchSize(1)
resource queries 'Microsoft.OperationalInsights/workspaces/savedSearches@2025-07-01' = [
  for hunt in hunts: {
    parent: workspace
    name: hunt.id
    properties: {
      category: 'Hunting Queries'
      displayName: hunt.name
      query: withEntities(tuned(hunt.query, { source: '"${source}"' }), hunt.entityMappings)
      version: 2
      tags: [
        { name: 'description', value: trim(hunt.description) }
        { name: 'tactics', value: join(hunt.tactics, ',') }
        { name: 'techniques', value: join(hunt.relevantTechniques, ',') }
      ]
    }
  }
]

@description('Resource ids of the hunting queries.')
output ids string[] = [for (hunt, index) in hunts: queries[index].id]
