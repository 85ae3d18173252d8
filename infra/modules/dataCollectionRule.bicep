// The way into the table. Kind Direct: the rule has an ingestion endpoint of its own and needs no data collection
// endpoint, except where ingestion goes over a private link.

import { resourceTags } from '../types.bicep'
import { columns, streamName, tableName } from 'columns.bicep'
import { roleIds } from 'roles.bicep'

@description('Required. Name of the rule.')
param name string

@description('Required. Region of the workspace: a rule must be where its workspace is.')
param location string

@description('Required. Tags of the resource.')
param tags resourceTags

@description('Required. Resource id of the workspace. The table must be there: a rule for an unknown table is refused.')
param workspaceId string

@description('Required. Resource id of an existing data collection endpoint to send to. Empty: the rule’s own endpoint.')
param dataCollectionEndpointId string

@description('Required. Resource id of the workspace that gets the rule’s error log.')
param errorLogWorkspaceId string

@description('Required. Resource id of the app’s identity. Known beforehand, unlike its object id, so that names made of it can be predicted.')
param identityId string

@description('Required. Object id of the app’s identity.')
param principalId string

// The placeholder names nothing and is never asked: an `existing` resource must have a name even when there is none.
var endpointParts = split(empty(dataCollectionEndpointId) ? '////////none' : dataCollectionEndpointId, '/')

resource endpoint 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' existing = if (!empty(dataCollectionEndpointId)) {
  name: endpointParts[8]
  scope: resourceGroup(endpointParts[2], endpointParts[4])
}

resource rule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: name
  location: location
  tags: tags
  kind: 'Direct'
  properties: {
    description: 'Enriched Entra sign-ins to ${tableName}.'
    dataCollectionEndpointId: empty(dataCollectionEndpointId) ? null : dataCollectionEndpointId
    streamDeclarations: {
      '${streamName}': { columns: columns }
    }
    destinations: {
      logAnalytics: [{ name: 'workspace', workspaceResourceId: workspaceId }]
    }
    dataFlows: [
      {
        streams: [streamName]
        destinations: ['workspace']
        transformKql: 'source'
        outputStream: streamName
      }
    ]
  }
}

// Rows are accepted with 204 and can still be dropped later; only this log tells.
resource errorLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'errors'
  scope: rule
  properties: {
    workspaceId: errorLogWorkspaceId
    logs: [{ category: 'LogErrors', enabled: true }]
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(rule.id, identityId, roleIds.monitoringMetricsPublisher)
  scope: rule
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.monitoringMetricsPublisher
    )
  }
}

@description('Resource id of the rule.')
output id string = rule.id

@description('The id by which a sender names the rule (dcr-…).')
output immutableId string = rule.properties.immutableId

@description('Where rows are sent.')
output logsIngestionEndpoint string = empty(dataCollectionEndpointId)
  ? rule.properties.endpoints.logsIngestion
  : endpoint!.properties.logsIngestion.endpoint
