// Application Insights for the app's own traces and metrics.

import { resourceTags } from '../types.bicep'
import { roleIds } from 'roles.bicep'

@description('Required. Name of the component.')
param name string

@description('Required. Region.')
param location string

@description('Required. Tags of the resource.')
param tags resourceTags

@description('Required. Resource id of the workspace that holds the telemetry.')
param workspaceId string

@description('Required. Takes in telemetry from public networks.')
param publicIngestion bool

@description('Required. Resource id of the app’s identity. Known beforehand, unlike its object id, so that names made of it can be predicted.')
param identityId string

@description('Required. Object id of the app’s identity.')
param principalId string

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspaceId
    // The instrumentation key in the connection string then only says where to; writing takes the identity.
    DisableLocalAuth: true
    publicNetworkAccessForIngestion: publicIngestion ? 'Enabled' : 'Disabled'
    publicNetworkAccessForQuery: 'Enabled'
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identityId, roleIds.monitoringMetricsPublisher)
  scope: component
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.monitoringMetricsPublisher
    )
  }
}

@description('Resource id of the component.')
output id string = component.id

@description('Where telemetry goes. No secret: local auth is off.')
output connectionString string = component.properties.ConnectionString
