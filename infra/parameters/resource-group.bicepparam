// For those who own a resource group and not the subscription: the pipeline alone, with every choice written out.
using '../pipeline.bicep'

param hub = {
  sku: 'Standard'
  units: 1
  maximumUnits: 4
  partitions: 4
  retentionHours: 168
  diagnosticsRule: 'Send'
}
param compute = {
  memoryMB: 2048
  maximumInstances: 40
  alwaysReadyInstances: 1
  zoneRedundant: false
  deploymentIpRanges: []
}
param table = {
  plan: 'Analytics'
  retentionDays: 90
  totalRetentionDays: 90
}
param network = {
  private: false
  addressPrefix: '10.80.0.0/24'
  appSubnetId: ''
  endpointSubnetId: ''
  createDnsZones: true
  natGateway: true
  dataCollectionEndpointId: ''
  eventHubsDnsSuffix: 'servicebus.windows.net'
}
param processing = {
  rowDetail: 'compact'
  minRowLevel: 'Low'
  categories: []
  riskPacks: []
  tenantPacks: ''
  alertPolicy: ''
  heartbeat: false
  deliveryBudgetSeconds: 30
  rememberedRecords: 200000
  concurrentUploads: 4
  concurrentAlerts: 16
  logsIngestionAudience: 'https://monitor.azure.com'
}
param notifications = {
  webhookSecretUri: ''
  format: 'teams'
  language: 'en'
  timeZone: 'UTC'
  windowMinutes: 15
  perMinute: 6
}
param storage = {
  deadLetterDays: 90
  softDeleteDays: 7
  alertConsumers: []
  operators: []
}
param health = {
  alerts: true
  actionGroupIds: []
  silenceMinutes: 60
  backlogMinutes: 30
  lagMinutes: 15
  deadLetters: 0
  refusedRows: 0
  unknownCodesPercent: 20
  unreadAlerts: 100
}
