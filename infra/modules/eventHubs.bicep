// The namespace and hub that Entra diagnostic settings write to. A namespace of its own: the one thing here that needs a
// shared access key is then kept away from every other hub.

import { hubSettings, resourceTags } from '../types.bicep'
import { roleIds } from 'roles.bicep'

@description('Required. Name of the namespace, unique in the cloud.')
param name string

@description('Required. Region.')
param location string

@description('Required. Tags of the resources.')
param tags resourceTags

@description('Required. Size, retention, and rights of the rule for diagnostic settings.')
param settings hubSettings

@description('Required. The app sends heartbeats to the hub.')
param heartbeat bool

@description('Required. Closes the namespace to every network except private endpoints and trusted Microsoft services.')
param private bool

@description('Required. Resource id of the app’s identity. Known beforehand, unlike its object id, so that names made of it can be predicted.')
param identityId string

@description('Required. Object id of the app’s identity.')
param principalId string

var isStandard = settings.sku == 'Standard'

// Azure says so, too, but only after half of the deployment stands.
var partitions = isStandard && settings.partitions > 32
  ? fail('A Standard hub has at most 32 partitions: hubPartitions, or hubSku Premium')
  : settings.partitions
var retentionHours = isStandard && settings.retentionHours > 168
  ? fail('A Standard hub keeps events for at most 168 hours: hubRetentionHours, or hubSku Premium')
  : settings.retentionHours
var units = isStandard || contains([1, 2, 4, 8, 16], settings.units)
  ? settings.units
  : fail('A Premium namespace has 1, 2, 4, 8 or 16 units: hubUnits')

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: settings.sku
    tier: settings.sku
    capacity: units
  }
  properties: {
    minimumTlsVersion: '1.2'
    // Diagnostic settings have no other way to sign in than a shared access rule: with local auth off the feed stops.
    disableLocalAuth: false
    isAutoInflateEnabled: isStandard && settings.maximumUnits > settings.units
    maximumThroughputUnits: isStandard && settings.maximumUnits > settings.units ? settings.maximumUnits : 0
    publicNetworkAccess: 'Enabled'
  }

  resource network 'networkRuleSets' = {
    name: 'default'
    properties: {
      // Not 'Disabled' either way: Azure Monitor comes in from outside, as a trusted service, through this firewall.
      publicNetworkAccess: 'Enabled'
      defaultAction: private ? 'Deny' : 'Allow'
      // Without a single rule the service does not enforce the denial, and the key opens the namespace from anywhere. So
      // there is one, for an address that belongs to nobody (RFC 5737).
      ipRules: private ? [{ ipMask: '192.0.2.1', action: 'Allow' }] : []
      trustedServiceAccessEnabled: true
    }
  }

  // The key that the platform forces on us. Nothing of ours reads it, and docs/deploy.md says how to renew it. A rule of
  // the hub would be narrower, but diagnostic settings take only one of the namespace.
  resource diagnosticsRule 'authorizationRules' = {
    name: 'entra-diagnostic-settings'
    properties: {
      // Send is all that writing to a hub that exists takes, which is what the service itself checks; Microsoft's page
      // asks for all three.
      rights: settings.diagnosticsRule == 'Send' ? ['Send'] : ['Manage', 'Send', 'Listen']
    }
  }

  resource hub 'eventhubs' = {
    name: 'entra-sign-ins'
    properties: {
      partitionCount: partitions
      retentionDescription: {
        cleanupPolicy: 'Delete'
        retentionTimeInHours: retentionHours
      }
    }

    resource consumerGroup 'consumergroups' = {
      name: 'entra-signin-risk'
      properties: {
        userMetadata: 'The reader of processSignIns. Each other reader needs a consumer group of its own.'
      }
    }
  }
}

resource receiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace::hub.id, identityId, roleIds.eventHubsDataReceiver)
  scope: namespace::hub
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.eventHubsDataReceiver)
  }
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (heartbeat) {
  name: guid(namespace::hub.id, identityId, roleIds.eventHubsDataSender)
  scope: namespace::hub
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.eventHubsDataSender)
  }
}

@description('Resource id of the namespace.')
output id string = namespace.id

@description('Host name of the namespace, such as evhns-example.servicebus.windows.net, in any cloud.')
output hostName string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]

@description('Name of the hub.')
output hubName string = namespace::hub.name

@description('Name of the consumer group.')
output consumerGroupName string = namespace::hub::consumerGroup.name

@description('Resource id of the shared access rule that diagnostic settings are given.')
output diagnosticsRuleId string = namespace::diagnosticsRule.id
