// The workbook.

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

@description('Required. Region of the workbook.')
param location string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspace.id, 'entra-signin-risk')
  location: location
  kind: 'shared'
  properties: {
    displayName: 'Entra sign-in risk'
    category: 'sentinel'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: loadTextContent('../workbook/EntraSigninRisk.json')
  }
}

@description('Resource id of the workbook.')
output ids string[] = [workbook.id]
