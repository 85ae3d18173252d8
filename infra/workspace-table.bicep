// What goes into an existing workspace: the table. Deploy it to the workspace's resource group, before main.bicep. Apart
// from main.bicep on purpose: `azd down` deletes the groups that its template deployed to, and this one is not ours.

import { tableSettings } from 'types.bicep'

@description('Required. Name of the workspace.')
param workspaceName string

@description('Optional. Plan and retention of the table.')
param table tableSettings = {
  plan: 'Analytics'
  retentionDays: 90
  totalRetentionDays: 90
}

module signInTable 'modules/table.bicep' = {
  name: 'entra-signin-risk-table'
  params: { workspaceName: workspaceName, settings: table }
}

@description('Resource id of the workspace, for existingWorkspaceId of main.bicep.')
output workspaceId string = resourceId('Microsoft.OperationalInsights/workspaces', workspaceName)

@description('Name of the table.')
output tableName string = signInTable.outputs.name
