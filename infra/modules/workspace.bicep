// A Log Analytics workspace.

import { resourceTags } from '../types.bicep'

@description('Required. Name of the workspace.')
param name string

@description('Required. Region.')
param location string

@description('Required. Tags of the resource.')
param tags resourceTags

@description('Required. Days that tables keep data unless they say otherwise.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Required. GB a day after which nothing more is taken in; -1 for no limit.')
param dailyCapGB int

@description('Required. Takes in data from public networks.')
param publicIngestion bool

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGB }
    publicNetworkAccessForIngestion: publicIngestion ? 'Enabled' : 'Disabled'
    // Analysts come from everywhere, with their Entra accounts; narrow it in your own private link scope.
    publicNetworkAccessForQuery: 'Enabled'
    features: {
      // The workspace's shared key is of no use to anybody: every writer has an identity.
      disableLocalAuth: true
      // Who may read a resource may read its logs only if they may read the table, too.
      enableLogAccessUsingOnlyResourcePermissions: false
    }
  }
}

@description('Resource id of the workspace.')
output id string = workspace.id

@description('Name of the workspace.')
output name string = workspace.name
