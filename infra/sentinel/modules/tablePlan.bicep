// The plan of the table of enriched sign-ins, as it is.

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource table 'Microsoft.OperationalInsights/workspaces/tables@2025-07-01' existing = {
  parent: workspace
  name: 'EntraSigninRisk_CL'
}

@description('Analytics, Basic or Auxiliary.')
output plan string = table.properties.?plan ?? 'Analytics'
