// A running deployment in a resource group of its own: `azd up`, or one `az deployment sub create` (docs/deploy.md).
// It deploys to no other group, so that removing it removes nothing else.

targetScope = 'subscription'

import { principal, resourceTags } from 'types.bicep'

@description('Required. Name of the deployment. The resource group is rg-<name>.')
@minLength(1)
@maxLength(60)
param environmentName string

@description('Required. Region. One that has Flex Consumption: az functionapp list-flexconsumption-locations.')
param location string

@description('Required. Users in the tenant: sizes the hub and the app (docs/sizing.md). Each number has a parameter of its own below.')
@allowed(['10k', '100k', '1m'])
param users string

@description('Optional. Tags of every resource, besides the one that azd needs.')
param tags resourceTags = {}

// Where rows go

@description('Optional. Resource id of an existing workspace, also in another group or subscription; deploy workspace-table.bicep to it first. Empty: one is made.')
param existingWorkspaceId string = ''

@description('Optional. Plan of the table in a workspace that is made. Sentinel rules work on Analytics only. Not Auxiliary: it has no dynamic columns.')
@allowed(['Analytics', 'Basic'])
param tablePlan string = 'Analytics'

@description('Optional. Days of interactive retention of that table (Analytics only). The first 31 are free, 90 with Sentinel.')
@minValue(4)
@maxValue(730)
param retentionDays int = 90

@description('Optional. Days of retention of that table in all.')
@minValue(4)
@maxValue(4383)
param totalRetentionDays int = 90

// What the app does: the application settings of the README

@description('Optional. ROW_DETAIL. full adds the original properties: about three times the bytes, and the bill.')
@allowed(['compact', 'full'])
param rowDetail string = 'compact'

@description('Optional. MIN_ROW_LEVEL. Rows below it are not sent; Unknown always is, and alerts are unaffected.')
@allowed(['Low', 'Medium', 'High'])
param minRowLevel string = 'Low'

@description('Optional. CATEGORIES that become rows. Empty: all. Alerts are unaffected.')
param categories string[] = []

@description('Optional. RISK_PACKS, such as microsoft-secops. Empty: none.')
param riskPacks string[] = []

@description('Optional. TENANT_PACKS: your own levels, as JSON. Empty: none.')
param tenantPacks string = ''

@description('Optional. ALERT_POLICY, as JSON. Empty: every High sign-in is one alert.')
param alertPolicy string = ''

@description('Optional. HEARTBEAT: a record that is no sign-in goes the whole way every five minutes. The app may then send to the hub.')
param heartbeat bool = false

@description('Optional. DELIVERY_BUDGET_SECONDS: how long a delivery is tried before it is spilled.')
@minValue(1)
@maxValue(120)
param deliveryBudgetSeconds int = 30

@description('Optional. REMEMBERED_RECORDS: how many records an instance remembers, to tell repeats.')
@minValue(1000)
@maxValue(2000000)
param rememberedRecords int = 200000

@description('Optional. CONCURRENT_UPLOADS: requests to Log Analytics at a time, of one instance.')
@minValue(1)
@maxValue(64)
param concurrentUploads int = 4

@description('Optional. CONCURRENT_ALERTS: messages to the alert queue at a time, of one instance.')
@minValue(1)
@maxValue(128)
param concurrentAlerts int = 16

@description('Optional. LOGS_INGESTION_AUDIENCE: what a token for the Logs Ingestion API is asked for. Known for the public, US Government and China clouds.')
param logsIngestionAudience string = {
  AzureCloud: 'https://monitor.azure.com'
  AzureUSGovernment: 'https://monitor.azure.us'
  AzureChinaCloud: 'https://monitor.azure.cn'
}[environment().name]

// Notifications of alerts (docs/notify.md)

@description('Optional. Address of the Key Vault secret with the webhook’s URL: https://<vault>/secrets/<name>. Turns notifications on. Empty: off.')
param notifyWebhookSecretUri string = ''

@description('Optional. NOTIFY_FORMAT: cards for Teams, or CloudEvents for anything else.')
@allowed(['teams', 'cloudevents'])
param notifyFormat string = 'teams'

@description('Optional. NOTIFY_LANGUAGE of the cards.')
@allowed(['en', 'ja'])
param notifyLanguage string = 'en'

@description('Optional. NOTIFY_TIME_ZONE of the cards, such as Asia/Tokyo.')
param notifyTimeZone string = 'UTC'

@description('Optional. NOTIFY_WINDOW_MINUTES: how long repeats of the same user and code are only counted.')
@minValue(1)
@maxValue(1440)
param notifyWindowMinutes int = 15

@description('Optional. NOTIFY_PER_MINUTE: the most notifications a minute; what is above goes into a digest.')
@minValue(2)
@maxValue(60)
param notifyPerMinute int = 6

// Size: each overrides what `users` gives

@description('Optional. Tier of the Event Hubs namespace. Premium for customer-managed keys or more than 40 MB/s.')
@allowed(['Standard', 'Premium'])
param hubSku string = 'Standard'

@description('Optional. Throughput units (Standard) or processing units (Premium: 1, 2, 4, 8, 16).')
@minValue(1)
@maxValue(40)
param hubUnits int = { '10k': 1, '100k': 2, '1m': 10 }[users]

@description('Optional. Throughput units that auto-inflate may go up to.')
@minValue(1)
@maxValue(40)
param hubMaximumUnits int = { '10k': 4, '100k': 10, '1m': 40 }[users]

@description('Optional. Partitions of the hub, and so the most instances. Cannot be changed later on Standard.')
@minValue(1)
@maxValue(100)
param hubPartitions int = { '10k': 4, '100k': 16, '1m': 32 }[users]

@description('Optional. Hours that events stay in the hub: how long the app may be down. Standard holds 168 at most.')
@minValue(1)
@maxValue(2160)
param hubRetentionHours int = 168

@description('Optional. Rights of the rule that diagnostic settings write with. ManageSendListen if your tenant refuses a rule that can only send.')
@allowed(['Send', 'ManageSendListen'])
param diagnosticsRule string = 'Send'

@description('Optional. Memory of an instance in MB: 2048 comes with one core. 512 is too little for a full batch of large events.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Optional. The most instances of the app. No more work than there are partitions.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Optional. Instances that are kept running, so that no alert waits for a cold start. 0 saves their price.')
@minValue(0)
@maxValue(100)
param alwaysReadyInstances int = { '10k': 1, '100k': 1, '1m': 2 }[users]

@description('Optional. Spreads instances and storage over availability zones, in regions that have them.')
param zoneRedundant bool = false

// Storage

@description('Optional. Days that dead letters are kept.')
@minValue(1)
@maxValue(3650)
param deadLetterDays int = 90

@description('Optional. Days that a deleted blob can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Optional. Who takes alerts from the queue: [{ id, type }].')
param alertConsumers principal[] = []

@description('Optional. Who works on dead letters and spills: [{ id, type }].')
param operators principal[] = []

// Network

@description('Optional. Private endpoints, VNet integration and closed firewalls.')
param privateNetworking bool = false

@description('Optional. Address space of the network that is made, a /24 or larger.')
param networkAddressPrefix string = '10.80.0.0/24'

@description('Optional. Existing subnet for the app, delegated to Microsoft.App/environments, with a way out. Empty: a network is made.')
param existingAppSubnetId string = ''

@description('Optional. Existing subnet for the private endpoints; goes with existingAppSubnetId.')
param existingEndpointSubnetId string = ''

@description('Optional. Makes private DNS zones. false where a policy or a hub network does it.')
param createDnsZones bool = true

@description('Optional. Gives the network that is made a NAT gateway. false only with another way to Azure Monitor and Entra.')
param natGateway bool = true

@description('Optional. Resource id of an existing data collection endpoint, for ingestion over a private link. Must be in the workspace’s region.')
param dataCollectionEndpointId string = ''

@description('Optional. DNS suffix of Event Hubs, for its private zone. Known for the public, US Government and China clouds.')
param eventHubsDnsSuffix string = {
  AzureCloud: 'servicebus.windows.net'
  AzureUSGovernment: 'servicebus.usgovcloudapi.net'
  AzureChinaCloud: 'servicebus.chinacloudapi.cn'
}[environment().name]

@description('Optional. Addresses (CIDR) that may deploy code. Empty: any address, with an Entra token.')
param deploymentIpRanges string[] = []

// The app's own telemetry

@description('Optional. GB a day that the app’s own telemetry may take.')
@minValue(1)
param telemetryDailyCapGB int = 1

@description('Optional. Days that the app’s own telemetry is kept.')
@minValue(30)
@maxValue(730)
param telemetryRetentionDays int = 30

@description('Optional. Takes in telemetry from public networks. false only behind a private link scope (private-link-scope.bicep).')
param publicTelemetryIngestion bool = true

// Health: alert rules of Azure Monitor on the pipeline itself (docs/operate.md)

@description('Optional. Makes the alert rules. Each costs about a dollar a month.')
param healthAlerts bool = true

@description('Optional. Resource ids of the action groups that are told. Empty: alerts stand in Azure Monitor only.')
param healthActionGroupIds string[] = []

@description('Optional. Minutes without any sign-in that are told. A small tenant has quiet nights.')
@allowed([60, 360, 1440])
param healthSilenceMinutes int = { '10k': 360, '100k': 60, '1m': 60 }[users]

@description('Optional. Minutes that rows or alerts may wait in blob storage.')
@minValue(1)
param healthBacklogMinutes int = 30

@description('Optional. Minutes from the hub to Log Analytics or the queue.')
@minValue(1)
param healthLagMinutes int = 15

@description('Optional. Records an hour that may become dead letters because they are not understood.')
@minValue(0)
param healthDeadLetters int = 0

@description('Optional. Rows an hour that Log Analytics may refuse.')
@minValue(0)
param healthRefusedRows int = 0

@description('Optional. Percent of the rows of an hour whose code nothing knows.')
@minValue(0)
@maxValue(100)
param healthUnknownCodesPercent int = 20

@description('Optional. Alerts that may wait in the queue.')
@minValue(0)
param healthUnreadAlerts int = 100

// Policy

@description('Optional. Resource id of a policy assignment that denies local auth on Event Hubs; the group is exempted. Empty: none.')
param exemptFromPolicyAssignmentId string = ''

@description('Optional. Reference ids of the policies in that assignment, when it is of an initiative. Empty: all.')
param exemptFromPolicyReferenceIds string[] = []

@description('Optional. When the exemption ends, as 2027-06-30T00:00:00Z. Needed with exemptFromPolicyAssignmentId.')
param exemptionExpiresOn string = ''

var allTags = union(tags, { 'azd-env-name': environmentName })

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: allTags
}

module pipeline 'pipeline.bicep' = {
  name: 'pipeline'
  scope: group
  params: {
    location: location
    tags: allTags
    existingWorkspaceId: existingWorkspaceId
    hub: {
      sku: hubSku
      units: hubUnits
      maximumUnits: hubMaximumUnits
      partitions: hubPartitions
      retentionHours: hubRetentionHours
      diagnosticsRule: diagnosticsRule
    }
    compute: {
      memoryMB: instanceMemoryMB
      maximumInstances: maximumInstances
      alwaysReadyInstances: alwaysReadyInstances
      zoneRedundant: zoneRedundant
      deploymentIpRanges: deploymentIpRanges
    }
    table: {
      plan: tablePlan
      retentionDays: retentionDays
      totalRetentionDays: totalRetentionDays
    }
    network: {
      private: privateNetworking
      addressPrefix: networkAddressPrefix
      appSubnetId: existingAppSubnetId
      endpointSubnetId: existingEndpointSubnetId
      createDnsZones: createDnsZones
      natGateway: natGateway
      dataCollectionEndpointId: dataCollectionEndpointId
      eventHubsDnsSuffix: eventHubsDnsSuffix
    }
    processing: {
      rowDetail: rowDetail
      minRowLevel: minRowLevel
      categories: categories
      riskPacks: riskPacks
      tenantPacks: tenantPacks
      alertPolicy: alertPolicy
      heartbeat: heartbeat
      deliveryBudgetSeconds: deliveryBudgetSeconds
      rememberedRecords: rememberedRecords
      concurrentUploads: concurrentUploads
      concurrentAlerts: concurrentAlerts
      logsIngestionAudience: logsIngestionAudience
    }
    notifications: {
      webhookSecretUri: notifyWebhookSecretUri
      format: notifyFormat
      language: notifyLanguage
      timeZone: notifyTimeZone
      windowMinutes: notifyWindowMinutes
      perMinute: notifyPerMinute
    }
    storage: {
      deadLetterDays: deadLetterDays
      softDeleteDays: softDeleteDays
      alertConsumers: alertConsumers
      operators: operators
    }
    health: {
      alerts: healthAlerts
      actionGroupIds: healthActionGroupIds
      silenceMinutes: healthSilenceMinutes
      backlogMinutes: healthBacklogMinutes
      lagMinutes: healthLagMinutes
      deadLetters: healthDeadLetters
      refusedRows: healthRefusedRows
      unknownCodesPercent: healthUnknownCodesPercent
      unreadAlerts: healthUnreadAlerts
    }
    telemetryDailyCapGB: telemetryDailyCapGB
    telemetryRetentionDays: telemetryRetentionDays
    publicTelemetryIngestion: publicTelemetryIngestion
    exemptFromPolicyAssignmentId: exemptFromPolicyAssignmentId
    exemptFromPolicyReferenceIds: exemptFromPolicyReferenceIds
    exemptionExpiresOn: exemptionExpiresOn
  }
}

@description('Name of the resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the function app.')
output FUNCTION_APP_NAME string = pipeline.outputs.functionAppName

@description('Resource id of the shared access rule for diagnostic-settings.bicep and npm run connect.')
output DIAGNOSTICS_RULE_ID string = pipeline.outputs.diagnosticsRuleId

@description('Name of the hub.')
output EVENT_HUB_NAME string = pipeline.outputs.hubName

@description('Host name of the Event Hubs namespace.')
output EVENT_HUBS_HOST_NAME string = pipeline.outputs.eventHubsHostName

@description('Resource id of the workspace that holds the table.')
output WORKSPACE_ID string = pipeline.outputs.workspaceId

@description('Resource id of the data collection rule.')
output DATA_COLLECTION_RULE_ID string = pipeline.outputs.dataCollectionRuleId

@description('Address of the queue service that alerts go to.')
output ALERT_QUEUE_ENDPOINT string = pipeline.outputs.alertQueueEndpoint

@description('Name of the queue of alerts.')
output ALERT_QUEUE_NAME string = pipeline.outputs.alertQueueName

@description('Address of the blob service that holds spills and dead letters.')
output BLOB_ENDPOINT string = pipeline.outputs.blobEndpoint

@description('Resource id of Application Insights, for private-link-scope.bicep.')
output TELEMETRY_ID string = pipeline.outputs.telemetryId

@description('Resource id of the telemetry’s workspace, for private-link-scope.bicep.')
output TELEMETRY_WORKSPACE_ID string = pipeline.outputs.telemetryWorkspaceId
