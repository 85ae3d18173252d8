// The whole pipeline in one resource group. Deploy it by main.bicep, or straight into a group that is there already
// (parameters/resource-group.bicepparam).

import {
  computeSettings
  healthSettings
  hubSettings
  networkSettings
  notificationSettings
  processingSettings
  resourceTags
  storageSettings
  tableSettings
} from 'types.bicep'

@description('Optional. Region of everything except the data collection rule, which is where its workspace is.')
param location string = resourceGroup().location

@description('Optional. Tags of every resource.')
param tags resourceTags = {}

@description('Optional. Names end with this. Change it to have a second pipeline in the same group.')
@minLength(5)
@maxLength(13)
param token string = uniqueString(resourceGroup().id)

@description('Required. The Event Hubs namespace and its hub.')
param hub hubSettings

@description('Required. The function app.')
param compute computeSettings

@description('Required. The table, when its workspace is made here; in an existing workspace workspace-table.bicep makes it.')
param table tableSettings

@description('Required. How things are reached.')
param network networkSettings

@description('Required. What the app does with sign-ins.')
param processing processingSettings

@description('Required. Notifications of alerts; without a secret there are none.')
param notifications notificationSettings

@description('Required. Data that stays in storage, and who may work with it.')
param storage storageSettings

@description('Optional. Resource id of an existing workspace, which workspace-table.bicep was deployed to. Empty: one is made.')
param existingWorkspaceId string = ''

@description('Required. Who is told when the pipeline does not work, and from which value on.')
param health healthSettings

@description('Optional. GB a day that the app’s own telemetry may take.')
@minValue(1)
param telemetryDailyCapGB int = 1

@description('Optional. Days that the app’s own telemetry is kept.')
@minValue(30)
@maxValue(730)
param telemetryRetentionDays int = 30

@description('Optional. Takes in telemetry from public networks. false only behind a private link scope (private-link-scope.bicep).')
param publicTelemetryIngestion bool = true

@description('Optional. Resource id of a policy assignment that denies local auth on Event Hubs; the group is exempted. Empty: none.')
param exemptFromPolicyAssignmentId string = ''

@description('Optional. Reference ids of the policies in that assignment, when it is of an initiative. Empty: all.')
param exemptFromPolicyReferenceIds string[] = []

@description('Optional. When the exemption ends, as 2027-06-30T00:00:00Z. Needed with exemptFromPolicyAssignmentId.')
param exemptionExpiresOn string = ''

// The placeholder names nothing and is never asked: an `existing` resource must have a name even when there is none.
var workspaceParts = split(empty(existingWorkspaceId) ? '////////none' : existingWorkspaceId, '/')

// Ids and names are worked out here and not asked of the modules: what-if and the snapshots can then tell every
// resource beforehand.
var identityName = 'id-${token}'
var identityId = resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', identityName)
var newWorkspaceName = 'log-sign-ins-${token}'
var newWorkspaceId = resourceId('Microsoft.OperationalInsights/workspaces', newWorkspaceName)
var notifies = !empty(notifications.webhookSecretUri)
var workspaceResourceId = empty(existingWorkspaceId) ? newWorkspaceId : existingWorkspaceId
var makesNetwork = network.private && empty(network.appSubnetId)
var networkName = 'vnet-${token}'
var appSubnetId = makesNetwork
  ? empty(network.endpointSubnetId)
      ? resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'app')
      : fail('The private endpoints have an existing subnet, the app has none: existingAppSubnetId')
  : network.appSubnetId
var endpointSubnetId = makesNetwork
  ? resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'endpoints')
  : network.private && empty(network.endpointSubnetId)
      ? fail('The app has an existing subnet, the private endpoints have none: existingEndpointSubnetId')
      : network.endpointSubnetId

module exemption 'modules/policyExemption.bicep' = if (!empty(exemptFromPolicyAssignmentId)) {
  name: 'policy-exemption'
  params: {
    policyAssignmentId: exemptFromPolicyAssignmentId
    policyReferenceIds: exemptFromPolicyReferenceIds
    expiresOn: exemptionExpiresOn
  }
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: { name: identityName, location: location, tags: tags }
}

module eventHubs 'modules/eventHubs.bicep' = {
  name: 'event-hubs'
  params: {
    name: 'evhns-${token}'
    location: location
    tags: tags
    settings: hub
    heartbeat: processing.heartbeat
    private: network.private
    identityId: identityId
    principalId: identity.outputs.principalId
  }
  // Else the policy refuses the namespace.
  dependsOn: [exemption]
}

module hostStorage 'modules/hostStorage.bicep' = {
  name: 'host-storage'
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    zoneRedundant: compute.zoneRedundant
    private: network.private
    identityId: identityId
    principalId: identity.outputs.principalId
  }
}

module dataStorage 'modules/dataStorage.bicep' = {
  name: 'data-storage'
  params: {
    name: 'stdata${token}'
    location: location
    tags: tags
    settings: storage
    zoneRedundant: compute.zoneRedundant
    private: network.private
    identityId: identityId
    principalId: identity.outputs.principalId
  }
}

module notificationStorage 'modules/notificationStorage.bicep' = if (notifies) {
  name: 'notification-storage'
  params: {
    accountName: 'stdata${token}'
    identityId: identityId
    principalId: identity.outputs.principalId
  }
  dependsOn: [dataStorage]
}

// The app's telemetry has a workspace of its own: in one that Sentinel is switched on for, every trace would be billed at
// Sentinel's price, and whoever reads traces would read sign-ins.
module telemetryWorkspace 'modules/workspace.bicep' = {
  name: 'telemetry-workspace'
  params: {
    name: 'log-app-${token}'
    location: location
    tags: tags
    retentionDays: telemetryRetentionDays
    dailyCapGB: telemetryDailyCapGB
    publicIngestion: publicTelemetryIngestion
  }
}

module telemetry 'modules/telemetry.bicep' = {
  name: 'telemetry'
  params: {
    name: 'appi-${token}'
    location: location
    tags: tags
    workspaceId: telemetryWorkspace.outputs.id
    publicIngestion: publicTelemetryIngestion
    identityId: identityId
    principalId: identity.outputs.principalId
  }
}

module newWorkspace 'modules/workspace.bicep' = if (empty(existingWorkspaceId)) {
  name: 'sign-in-workspace'
  params: {
    name: newWorkspaceName
    location: location
    tags: tags
    retentionDays: 90
    // No cap: behind it sign-ins would be lost for the rest of the day.
    dailyCapGB: -1
    publicIngestion: true
  }
}

module newTable 'modules/table.bicep' = if (empty(existingWorkspaceId)) {
  name: 'sign-in-table'
  params: {
    workspaceName: newWorkspaceName
    settings: table
  }
  dependsOn: [newWorkspace]
}

resource existingWorkspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = if (!empty(existingWorkspaceId)) {
  name: workspaceParts[8]
  scope: resourceGroup(workspaceParts[2], workspaceParts[4])
}

module dataCollectionRule 'modules/dataCollectionRule.bicep' = {
  name: 'data-collection-rule'
  params: {
    name: 'dcr-${token}'
    location: empty(existingWorkspaceId) ? location : existingWorkspace!.location
    tags: tags
    workspaceId: workspaceResourceId
    dataCollectionEndpointId: network.dataCollectionEndpointId
    errorLogWorkspaceId: telemetryWorkspace.outputs.id
    identityId: identityId
    principalId: identity.outputs.principalId
  }
  // A rule for a table that is not there is refused.
  dependsOn: [newTable]
}

module healthAlerts 'modules/health.bicep' = {
  name: 'health'
  params: {
    token: token
    location: location
    tags: tags
    settings: health
    heartbeat: processing.heartbeat
    workspaceId: telemetryWorkspace.outputs.id
    dataCollectionRuleId: dataCollectionRule.outputs.id
    namespaceId: eventHubs.outputs.id
    hubName: eventHubs.outputs.hubName
    dataStorageId: dataStorage.outputs.id
  }
}

module createdNetwork 'modules/network.bicep' = if (makesNetwork) {
  name: 'network'
  params: {
    name: networkName
    location: location
    tags: tags
    addressPrefix: network.addressPrefix
    natGateway: network.natGateway
  }
}

module privateLinks 'modules/privateLinks.bicep' = if (network.private) {
  name: 'private-links'
  params: {
    token: token
    location: location
    tags: tags
    settings: network
    namespaceId: eventHubs.outputs.id
    hostStorageId: hostStorage.outputs.id
    dataStorageId: dataStorage.outputs.id
    notifies: notifies
    endpointSubnetId: endpointSubnetId
    appSubnetId: appSubnetId
  }
  dependsOn: [createdNetwork]
}

module functionApp 'modules/functionApp.bicep' = {
  name: 'function-app'
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    compute: compute
    processing: processing
    notifications: notifications
    identityId: identityId
    identityClientId: identity.outputs.clientId
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    packageUrl: hostStorage.outputs.packageUrl
    eventHubsHostName: eventHubs.outputs.hostName
    hubName: eventHubs.outputs.hubName
    consumerGroupName: eventHubs.outputs.consumerGroupName
    logsIngestionEndpoint: dataCollectionRule.outputs.logsIngestionEndpoint
    dataCollectionRuleId: dataCollectionRule.outputs.immutableId
    queueEndpoint: dataStorage.outputs.queueEndpoint
    alertQueueName: dataStorage.outputs.alertQueueName
    tableEndpoint: dataStorage.outputs.tableEndpoint
    blobEndpoint: dataStorage.outputs.blobEndpoint
    deadLetterContainerName: dataStorage.outputs.deadLetterContainerName
    spillContainerName: dataStorage.outputs.spillContainerName
    telemetryConnectionString: telemetry.outputs.connectionString
    subnetId: network.private ? appSubnetId : ''
  }
  // In a private network the app finds its storage only when the endpoints are there; its queue trigger needs its roles.
  dependsOn: [privateLinks, notificationStorage]
}

@description('Name of the function app.')
output functionAppName string = functionApp.outputs.name

@description('Resource id of the shared access rule for diagnostic-settings.bicep.')
output diagnosticsRuleId string = eventHubs.outputs.diagnosticsRuleId

@description('Name of the hub for diagnostic-settings.bicep.')
output hubName string = eventHubs.outputs.hubName

@description('Host name of the Event Hubs namespace.')
output eventHubsHostName string = eventHubs.outputs.hostName

@description('Resource id of the workspace that holds the table.')
output workspaceId string = workspaceResourceId

@description('Resource id of the data collection rule.')
output dataCollectionRuleId string = dataCollectionRule.outputs.id

@description('Address of the queue service that alerts go to.')
output alertQueueEndpoint string = dataStorage.outputs.queueEndpoint

@description('Name of the queue of alerts.')
output alertQueueName string = dataStorage.outputs.alertQueueName

@description('Address of the blob service that holds spills and dead letters.')
output blobEndpoint string = dataStorage.outputs.blobEndpoint

@description('Resource id of Application Insights, for private-link-scope.bicep.')
output telemetryId string = telemetry.outputs.id

@description('Resource id of the telemetry’s workspace, for private-link-scope.bicep.')
output telemetryWorkspaceId string = telemetryWorkspace.outputs.id
