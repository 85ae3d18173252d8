// Brings the app's telemetry into an existing Azure Monitor private link scope. Deploy it to the scope's resource group.
// A scope is never made here: it changes DNS for every workspace that the network reaches.

@description('Required. Name of the private link scope.')
param privateLinkScopeName string

@description('Required. Resource id of Application Insights (output telemetryId).')
param telemetryId string

@description('Required. Resource id of the telemetry’s workspace (output telemetryWorkspaceId).')
param telemetryWorkspaceId string

resource scope 'Microsoft.Insights/privateLinkScopes@2021-09-01' existing = {
  name: privateLinkScopeName
}

resource scopedTelemetry 'Microsoft.Insights/privateLinkScopes/scopedResources@2021-09-01' = {
  parent: scope
  name: 'entra-signin-risk-${uniqueString(telemetryId)}'
  properties: { linkedResourceId: telemetryId }
}

resource scopedWorkspace 'Microsoft.Insights/privateLinkScopes/scopedResources@2021-09-01' = {
  parent: scope
  name: 'entra-signin-risk-${uniqueString(telemetryWorkspaceId)}'
  properties: { linkedResourceId: telemetryWorkspaceId }
}
