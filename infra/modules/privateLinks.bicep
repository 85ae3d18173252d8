// Private endpoints for everything that the app reads and writes, except Azure Monitor, which has private-link-scope.bicep.

import { networkSettings, resourceTags } from '../types.bicep'

@description('Required. Names of the resources end with this.')
param token string

@description('Required. Region.')
param location string

@description('Required. Tags of the resources.')
param tags resourceTags

@description('Required. Existing subnets, or none; DNS.')
param settings networkSettings

@description('Required. Resource id of the Event Hubs namespace.')
param namespaceId string

@description('Required. Resource id of the storage account of the host.')
param hostStorageId string

@description('Required. Resource id of the storage account of sign-in data.')
param dataStorageId string

@description('Required. Notifications are on: the app reads and writes a table.')
param notifies bool

@description('Required. Subnet for the endpoints.')
param endpointSubnetId string

@description('Required. Subnet of the app.')
param appSubnetId string

// The app asks the zones, so they belong to its network, which need not be the one with the endpoints. A subnet's id is its
// network's with /subnets/<name> behind.
var networkId = first(split(appSubnetId, '/subnets/'))!

var zoneNames = concat(
  [
    'privatelink.blob.${environment().suffixes.storage}'
    'privatelink.queue.${environment().suffixes.storage}'
    'privatelink.${settings.eventHubsDnsSuffix}'
  ],
  notifies ? ['privatelink.table.${environment().suffixes.storage}'] : []
)

module zones 'privateDnsZone.bicep' = [
  for (zoneName, index) in zoneNames: if (settings.createDnsZones) {
    name: 'dns-zone-${index}'
    params: { name: zoneName, tags: tags, networkId: networkId }
  }
]

// Worked out and not asked of the modules, so that what-if and the snapshots can tell the endpoints' zones.
var zoneIds = map(
  zoneNames,
  zoneName => settings.createDnsZones ? resourceId('Microsoft.Network/privateDnsZones', zoneName) : ''
)
var blobZone = zoneIds[0]
var queueZone = zoneIds[1]
var namespaceZone = zoneIds[2]

module hostBlob 'privateEndpoint.bicep' = {
  name: 'endpoint-host-blob'
  params: {
    name: 'pep-host-blob-${token}'
    location: location
    tags: tags
    targetId: hostStorageId
    service: 'blob'
    subnetId: endpointSubnetId
    dnsZoneId: blobZone
  }
  dependsOn: [zones]
}

module dataBlob 'privateEndpoint.bicep' = {
  name: 'endpoint-data-blob'
  params: {
    name: 'pep-data-blob-${token}'
    location: location
    tags: tags
    targetId: dataStorageId
    service: 'blob'
    subnetId: endpointSubnetId
    dnsZoneId: blobZone
  }
  dependsOn: [zones]
}

module dataQueue 'privateEndpoint.bicep' = {
  name: 'endpoint-data-queue'
  params: {
    name: 'pep-data-queue-${token}'
    location: location
    tags: tags
    targetId: dataStorageId
    service: 'queue'
    subnetId: endpointSubnetId
    dnsZoneId: queueZone
  }
  dependsOn: [zones]
}

module dataTable 'privateEndpoint.bicep' = if (notifies) {
  name: 'endpoint-data-table'
  params: {
    name: 'pep-data-table-${token}'
    location: location
    tags: tags
    targetId: dataStorageId
    service: 'table'
    subnetId: endpointSubnetId
    dnsZoneId: last(zoneIds)!
  }
  dependsOn: [zones]
}

module hub 'privateEndpoint.bicep' = {
  name: 'endpoint-event-hubs'
  params: {
    name: 'pep-event-hubs-${token}'
    location: location
    tags: tags
    targetId: namespaceId
    service: 'namespace'
    subnetId: endpointSubnetId
    dnsZoneId: namespaceZone
  }
  dependsOn: [zones]
}
