// Shapes of the parameters that are handed from main.bicep to pipeline.bicep. Defaults stand in main.bicep only.

@export()
@description('Tags, by name.')
type resourceTags = {
  @description('Optional. The value of a tag.')
  *: string
}

@export()
@description('Someone who gets a role.')
type principal = {
  @description('Required. Object id of the user, group or service principal.')
  id: string

  @description('Required. What the id is; without it a principal that was just made is not found yet.')
  type: 'Group' | 'ServicePrincipal' | 'User'
}

@export()
@description('The Event Hubs namespace and its hub.')
type hubSettings = {
  @description('Required. Premium for customer-managed keys, isolation or more than 40 MB/s; it costs from the first hour.')
  sku: 'Standard' | 'Premium'

  @description('Required. Throughput units (Standard: 1 MB/s in each) or processing units (Premium: 1, 2, 4, 8 or 16).')
  @minValue(1)
  @maxValue(40)
  units: int

  @description('Required. Throughput units that auto-inflate may go up to (Standard). As many as `units`: it is off.')
  @minValue(1)
  @maxValue(40)
  maximumUnits: int

  @description('Required. Partitions: the most instances that can work at the same time. Standard cannot change it later.')
  @minValue(1)
  @maxValue(100)
  partitions: int

  @description('Required. Hours that events stay: how long the app may be down. Standard holds 168 at most.')
  @minValue(1)
  @maxValue(2160)
  retentionHours: int

  @description('Required. Rights of the shared access rule that Entra diagnostic settings write with.')
  diagnosticsRule: 'Send' | 'ManageSendListen'
}

@export()
@description('The function app.')
type computeSettings = {
  @description('Required. Memory of an instance in MB. The vCPU share grows with it.')
  memoryMB: 512 | 2048 | 4096

  @description('Required. The most instances of the app. No more work than there are partitions.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int

  @description('Required. Instances of processSignIns that are kept running. 0: after a quiet spell alerts wait for a cold start.')
  @minValue(0)
  @maxValue(100)
  alwaysReadyInstances: int

  @description('Required. Spreads instances and storage over availability zones.')
  zoneRedundant: bool

  @description('Required. Addresses (CIDR) that may deploy code. Empty: any address, with an Entra token.')
  deploymentIpRanges: string[]
}

@export()
@description('The table and how long it keeps rows.')
type tableSettings = {
  @description('Required. Only Analytics can be used by Sentinel rules. Auxiliary refuses the table: it has no dynamic columns.')
  plan: 'Analytics' | 'Basic'

  @description('Required. Days of interactive retention (Analytics only; Basic has a fixed 30 days).')
  @minValue(4)
  @maxValue(730)
  retentionDays: int

  @description('Required. Days of retention in all, long-term retention included.')
  @minValue(4)
  @maxValue(4383)
  totalRetentionDays: int
}

@export()
@description('How things are reached.')
type networkSettings = {
  @description('Required. Private endpoints, VNet integration and closed firewalls.')
  private: bool

  @description('Required. Address space of the network that is made, a /24 or larger.')
  addressPrefix: string

  @description('Required. Existing subnet for the app, delegated to Microsoft.App/environments. Empty: a network is made.')
  appSubnetId: string

  @description('Required. Existing subnet for the private endpoints. Empty: a network is made.')
  endpointSubnetId: string

  @description('Required. Makes private DNS zones. false where a policy or a hub network does it.')
  createDnsZones: bool

  @description('Required. Gives the network that is made a NAT gateway, its way to Azure Monitor and Entra.')
  natGateway: bool

  @description('Required. Existing data collection endpoint, for ingestion over a private link. Empty: the rule’s own endpoint.')
  dataCollectionEndpointId: string

  @description('Required. DNS suffix of Event Hubs in this cloud.')
  eventHubsDnsSuffix: string
}

@export()
@description('What the app does with sign-ins: application settings, with the same meaning.')
type processingSettings = {
  @description('Required. ROW_DETAIL.')
  rowDetail: 'compact' | 'full'

  @description('Required. MIN_ROW_LEVEL.')
  minRowLevel: 'Low' | 'Medium' | 'High'

  @description('Required. CATEGORIES. Empty: all.')
  categories: string[]

  @description('Required. RISK_PACKS. Empty: none.')
  riskPacks: string[]

  @description('Required. TENANT_PACKS, as JSON. Empty: none.')
  tenantPacks: string

  @description('Required. ALERT_POLICY, as JSON. Empty: none.')
  alertPolicy: string

  @description('Required. HEARTBEAT: a record goes the whole way every five minutes, and is told when it does not arrive.')
  heartbeat: bool

  @description('Required. DELIVERY_BUDGET_SECONDS.')
  @minValue(1)
  @maxValue(120)
  deliveryBudgetSeconds: int

  @description('Required. REMEMBERED_RECORDS.')
  @minValue(1000)
  @maxValue(2000000)
  rememberedRecords: int

  @description('Required. CONCURRENT_UPLOADS.')
  @minValue(1)
  @maxValue(64)
  concurrentUploads: int

  @description('Required. CONCURRENT_ALERTS.')
  @minValue(1)
  @maxValue(128)
  concurrentAlerts: int

  @description('Required. LOGS_INGESTION_AUDIENCE.')
  logsIngestionAudience: string
}

@export()
@description('Notifications of alerts: application settings, with the same meaning.')
type notificationSettings = {
  @description('Required. Address of the Key Vault secret that holds the webhook’s URL: NOTIFY_WEBHOOK_URL. Empty: no notifications.')
  webhookSecretUri: string

  @description('Required. NOTIFY_FORMAT.')
  format: 'teams' | 'cloudevents'

  @description('Required. NOTIFY_LANGUAGE.')
  language: 'en' | 'ja'

  @description('Required. NOTIFY_TIME_ZONE.')
  timeZone: string

  @description('Required. NOTIFY_WINDOW_MINUTES.')
  @minValue(1)
  @maxValue(1440)
  windowMinutes: int

  @description('Required. NOTIFY_PER_MINUTE.')
  @minValue(2)
  @maxValue(60)
  perMinute: int
}

@export()
@description('Data that stays in storage, and who may work with it.')
type storageSettings = {
  @description('Required. Days that dead letters are kept.')
  @minValue(1)
  @maxValue(3650)
  deadLetterDays: int

  @description('Required. Days that a deleted blob can be brought back.')
  @minValue(1)
  @maxValue(365)
  softDeleteDays: int

  @description('Required. Who takes alerts from the queue.')
  alertConsumers: principal[]

  @description('Required. Who works on dead letters and spills.')
  operators: principal[]
}

@export()
@description('Whether the pipeline lives: who is told, and from which value on.')
type healthSettings = {
  @description('Required. Makes the alert rules.')
  alerts: bool

  @description('Required. Resource ids of the action groups that are told. None: alerts stand in Azure Monitor only.')
  actionGroupIds: string[]

  @description('Required. Minutes without an event in the hub, or without one that the function finished.')
  silenceMinutes: 60 | 360 | 1440

  @description('Required. Minutes that the oldest spill may wait.')
  @minValue(1)
  backlogMinutes: int

  @description('Required. Minutes from the hub to the destination.')
  @minValue(1)
  lagMinutes: int

  @description('Required. Records an hour that may become dead letters because they are not understood.')
  @minValue(0)
  deadLetters: int

  @description('Required. Rows an hour that Log Analytics may refuse.')
  @minValue(0)
  refusedRows: int

  @description('Required. Percent of the rows of an hour that may have a code that nothing knows.')
  @minValue(0)
  @maxValue(100)
  unknownCodesPercent: int

  @description('Required. Alerts that may wait in the queue.')
  @minValue(0)
  unreadAlerts: int
}
