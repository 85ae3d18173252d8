// A private DNS zone, linked to the network that asks it.

import { resourceTags } from '../types.bicep'

@description('Required. Name of the zone.')
param name string

@description('Required. Tags of the resources.')
param tags resourceTags

@description('Required. Resource id of the network.')
param networkId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: name
  // Zones have no region, and say so in this word.
  #disable-next-line no-hardcoded-location
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: uniqueString(networkId)
    #disable-next-line no-hardcoded-location
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
}
