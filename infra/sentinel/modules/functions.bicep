// The functions that rules, hunts and the workbook query through.

import { functionParameters } from 'text.bicep'

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

@description('Required. Also the parsers for the ASIM Authentication schema.')
param asimParsers bool

var core = {
  EntraResultTypeCatalog: loadTextContent('../functions/EntraResultTypeCatalog.kql')
  EntraRiskExclusions: loadTextContent('../functions/EntraRiskExclusions.kql')
  EntraRiskLevelOverrides: loadTextContent('../functions/EntraRiskLevelOverrides.kql')
  EntraRiskVipUsers: loadTextContent('../functions/EntraRiskVipUsers.kql')
  EntraSigninPipeline: loadTextContent('../functions/EntraSigninPipeline.kql')
  EntraSigninRisk: loadTextContent('../functions/EntraSigninRisk.kql')
  EntraSigninStory: loadTextContent('../functions/EntraSigninStory.kql')
}
var asim = {
  ASimAuthenticationEntraSigninRisk: loadTextContent('../functions/ASimAuthenticationEntraSigninRisk.kql')
  vimAuthenticationEntraSigninRisk: loadTextContent('../functions/vimAuthenticationEntraSigninRisk.kql')
}
var all = items(asimParsers ? union(core, asim) : core)

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

// One at a time: the workspace refuses parallel writes of saved searches now and then.
@batchSize(1)
resource functions 'Microsoft.OperationalInsights/workspaces/savedSearches@2025-07-01' = [
  for function in all: {
    parent: workspace
    name: function.key
    properties: {
      category: 'entra-signin-risk'
      displayName: function.key
      functionAlias: function.key
      functionParameters: functionParameters(function.value)
      query: function.value
      version: 2
    }
  }
]

@description('Resource ids of the functions.')
output ids string[] = [for (function, index) in all: functions[index].id]
