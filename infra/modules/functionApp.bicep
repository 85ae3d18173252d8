// The function app on Flex Consumption, with every application setting.

import { computeSettings, notificationSettings, processingSettings, resourceTags } from '../types.bicep'

@description('Required. Name of the app, unique in the cloud.')
param name string

@description('Required. Name of its plan.')
param planName string

@description('Required. Region.')
param location string

@description('Required. Tags of the resources.')
param tags resourceTags

@description('Required. Size.')
param compute computeSettings

@description('Required. What the app does with sign-ins.')
param processing processingSettings

@description('Required. Notifications of alerts.')
param notifications notificationSettings

@description('Required. Resource id of the app’s identity.')
param identityId string

@description('Required. Client id of the app’s identity.')
param identityClientId string

@description('Required. Address of the blob service of the host’s storage account.')
param hostBlobEndpoint string

@description('Required. Address of the container for the deployed package.')
param packageUrl string

@description('Required. Host name of the Event Hubs namespace.')
param eventHubsHostName string

@description('Required. Name of the hub.')
param hubName string

@description('Required. Name of the consumer group.')
param consumerGroupName string

@description('Required. Where rows are sent.')
param logsIngestionEndpoint string

@description('Required. Immutable id of the data collection rule.')
param dataCollectionRuleId string

@description('Required. Address of the queue service for alerts.')
param queueEndpoint string

@description('Required. Name of the queue of alerts.')
param alertQueueName string

@description('Required. Address of the table service for what notifications remember.')
param tableEndpoint string

@description('Required. Address of the blob service for spills and dead letters.')
param blobEndpoint string

@description('Required. Name of the container of dead letters.')
param deadLetterContainerName string

@description('Required. Name of the container of spills.')
param spillContainerName string

@description('Required. Where telemetry goes.')
param telemetryConnectionString string

@description('Required. Subnet that the app’s outbound calls go through. Empty: none.')
param subnetId string

var notifies = !empty(notifications.webhookSecretUri)

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
    zoneRedundant: compute.zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds by this tag where to deploy the service of azure.yaml.
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Who reads the secret that NOTIFY_WEBHOOK_URL refers to.
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'node', version: '24' }
      scaleAndConcurrency: {
        instanceMemoryMB: compute.memoryMB
        maximumInstanceCount: compute.maximumInstances
        alwaysReady: compute.alwaysReadyInstances == 0
          ? []
          : [{ name: 'function:processSignIns', instanceCount: compute.alwaysReadyInstances }]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      // The app has no HTTP function. Its site stays reachable all the same: a deployment to Flex Consumption calls it
      // to have the triggers read again, and fails when it is closed (Azure/azure-functions issue 2635).
      ipSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: empty(compute.deploymentIpRanges) ? 'Allow' : 'Deny'
      scmIpSecurityRestrictions: [
        for (range, index) in compute.deploymentIpRanges: {
          name: 'deployment-${index + 1}'
          action: 'Allow'
          priority: 100 + index
          ipAddress: range
        }
      ]
      appSettings: [
        // The host's own storage, by identity. Blobs are all it uses: checkpoints, locks and its keys.
        { name: 'AzureWebJobsStorage__blobServiceUri', value: hostBlobEndpoint }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: telemetryConnectionString }
        {
          name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
          value: 'ClientId=${identityClientId};Authorization=AAD'
        }
        // Else the exporter of metrics and traces sends statistics about itself to Microsoft.
        { name: 'APPLICATION_INSIGHTS_NO_STATSBEAT', value: 'true' }
        // Those of src/config.ts, in its order.
        { name: 'LOGS_INGESTION_ENDPOINT', value: logsIngestionEndpoint }
        { name: 'LOGS_INGESTION_RULE_ID', value: dataCollectionRuleId }
        { name: 'LOGS_INGESTION_AUDIENCE', value: processing.logsIngestionAudience }
        { name: 'ALERT_QUEUE_ENDPOINT', value: queueEndpoint }
        { name: 'ALERT_QUEUE_NAME', value: alertQueueName }
        { name: 'BLOB_ENDPOINT', value: blobEndpoint }
        { name: 'DEAD_LETTER_CONTAINER', value: deadLetterContainerName }
        { name: 'SPILL_CONTAINER', value: spillContainerName }
        { name: 'AZURE_CLIENT_ID', value: identityClientId }
        { name: 'EVENT_HUB_NAME', value: hubName }
        { name: 'EVENT_HUB_CONSUMER_GROUP', value: consumerGroupName }
        { name: 'EventHubConnection__fullyQualifiedNamespace', value: eventHubsHostName }
        { name: 'EventHubConnection__credential', value: 'managedidentity' }
        { name: 'EventHubConnection__clientId', value: identityClientId }
        { name: 'DELIVERY_BUDGET_SECONDS', value: string(processing.deliveryBudgetSeconds) }
        { name: 'REMEMBERED_RECORDS', value: string(processing.rememberedRecords) }
        { name: 'CONCURRENT_UPLOADS', value: string(processing.concurrentUploads) }
        { name: 'CONCURRENT_ALERTS', value: string(processing.concurrentAlerts) }
        { name: 'ROW_DETAIL', value: processing.rowDetail }
        { name: 'MIN_ROW_LEVEL', value: processing.minRowLevel }
        { name: 'CATEGORIES', value: join(processing.categories, ',') }
        { name: 'RISK_PACKS', value: join(processing.riskPacks, ',') }
        { name: 'TENANT_PACKS', value: processing.tenantPacks }
        { name: 'ALERT_POLICY', value: processing.alertPolicy }
        { name: 'HEARTBEAT', value: processing.heartbeat ? 'on' : 'off' }
        {
          name: 'NOTIFY_WEBHOOK_URL'
          value: notifies ? '@Microsoft.KeyVault(SecretUri=${notifications.webhookSecretUri})' : ''
        }
        { name: 'NOTIFY_FORMAT', value: notifications.format }
        { name: 'NOTIFY_LANGUAGE', value: notifications.language }
        { name: 'NOTIFY_TIME_ZONE', value: notifications.timeZone }
        { name: 'NOTIFY_WINDOW_MINUTES', value: string(notifications.windowMinutes) }
        { name: 'NOTIFY_PER_MINUTE', value: string(notifications.perMinute) }
        { name: 'NOTIFY_TABLE_ENDPOINT', value: notifies ? tableEndpoint : '' }
        { name: 'NOTIFY_TABLE_NAME', value: 'notifications' }
        { name: 'AlertQueueConnection__queueServiceUri', value: notifies ? queueEndpoint : '' }
        { name: 'AlertQueueConnection__credential', value: 'managedidentity' }
        { name: 'AlertQueueConnection__clientId', value: identityClientId }
      ]
    }
  }

  // Deployments sign in with Entra. The user name and password that every app is born with open nothing.
  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource deploymentPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

@description('Name of the app.')
output name string = app.name

@description('Resource id of the app.')
output id string = app.id
