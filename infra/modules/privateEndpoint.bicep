// A private endpoint of one resource, and its entry in a private DNS zone.

import { resourceTags } from '../types.bicep'

@description('Required. Name of the endpoint.')
param name string

@description('Required. Region.')
param location string

@description('Required. Tags of the resource.')
param tags resourceTags

@description('Required. Resource id of what it leads to.')
param targetId string

@description('Required. Which service of it: blob, queue, table or namespace.')
@allowed(['blob', 'queue', 'table', 'namespace'])
param service string

@description('Required. Subnet for its address.')
param subnetId string

@description('Required. Resource id of the private DNS zone. Empty: somebody else writes the entry.')
param dnsZoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    customNetworkInterfaceName: 'nic-${name}'
    privateLinkServiceConnections: [
      { name: service, properties: { privateLinkServiceId: targetId, groupIds: [service] } }
    ]
  }

  resource dns 'privateDnsZoneGroups' = if (!empty(dnsZoneId)) {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: dnsZoneId } }]
    }
  }
}
