// The table of enriched sign-ins. Its columns come from src/core/row/columns.ts, by way of `npm run docs`.

import { tableSettings } from '../types.bicep'
import { columns, tableName } from 'columns.bicep'

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

@description('Required. Plan and retention.')
param settings tableSettings

var isAnalytics = settings.plan == 'Analytics'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource table 'Microsoft.OperationalInsights/workspaces/tables@2025-07-01' = {
  parent: workspace
  name: tableName
  properties: {
    plan: settings.plan
    // Basic has a fixed interactive retention and refuses to be told.
    ...(isAnalytics ? { retentionInDays: settings.retentionDays } : {})
    totalRetentionInDays: isAnalytics
      ? max(settings.retentionDays, settings.totalRetentionDays)
      : settings.totalRetentionDays
    schema: {
      name: tableName
      columns: map(columns, column => {
        name: column.name
        // The same type has another spelling in tables than in data collection rules.
        type: column.type == 'datetime' ? 'dateTime' : column.type
      })
    }
  }
}

@description('Name of the table.')
output name string = table.name
