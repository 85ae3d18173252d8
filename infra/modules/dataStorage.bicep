// Storage of sign-in data: the queue of alerts, spills (rows and alerts that wait for redelivery) and dead letters.

import { resourceTags, storageSettings } from '../types.bicep'
import { roleIds } from 'roles.bicep'

@description('Required. Name of the account, unique in the cloud.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Region.')
param location string

@description('Required. Tags of the resource.')
param tags resourceTags

@description('Required. How long data stays, and who works with it.')
param settings storageSettings

@description('Required. Keeps a copy in each availability zone.')
param zoneRedundant bool

@description('Required. Reachable through private endpoints only.')
param private bool

@description('Required. Resource id of the app’s identity. Known beforehand, unlike its object id, so that names made of it can be predicted.')
param identityId string

@description('Required. Object id of the app’s identity.')
param principalId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: settings.softDeleteDays }
      containerDeleteRetentionPolicy: { enabled: true, days: settings.softDeleteDays }
    }

    resource spills 'containers' = {
      name: 'spills'
      properties: { publicAccess: 'None' }
    }

    resource deadLetters 'containers' = {
      name: 'dead-letters'
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource alerts 'queues' = {
      name: 'signin-alerts'
    }
  }

  // Dead letters only. A spill is good data that is still to be delivered: no rule may ever delete it.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'delete-old-dead-letters'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['${blobs::deadLetters.name}/']
              }
              actions: {
                baseBlob: { delete: { daysAfterModificationGreaterThan: settings.deadLetterDays } }
              }
            }
          }
        ]
      }
    }
  }
}

resource alertSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::queues::alerts.id, identityId, roleIds.storageQueueDataMessageSender)
  scope: account::queues::alerts
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageQueueDataMessageSender
    )
  }
}

resource alertConsumer 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for someone in settings.alertConsumers: {
    name: guid(account::queues::alerts.id, someone.id, roleIds.storageQueueDataMessageProcessor)
    scope: account::queues::alerts
    properties: {
      principalId: someone.id
      principalType: someone.type
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageQueueDataMessageProcessor
      )
    }
  }
]

resource spillContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::spills.id, identityId, roleIds.storageBlobDataContributor)
  scope: account::blobs::spills
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageBlobDataContributor
    )
  }
}

resource spillOperator 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for someone in settings.operators: {
    name: guid(account::blobs::spills.id, someone.id, roleIds.storageBlobDataContributor)
    scope: account::blobs::spills
    properties: {
      principalId: someone.id
      principalType: someone.type
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageBlobDataContributor
      )
    }
  }
]

resource deadLetterContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::deadLetters.id, identityId, roleIds.storageBlobDataContributor)
  scope: account::blobs::deadLetters
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageBlobDataContributor
    )
  }
}

resource deadLetterOperator 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for someone in settings.operators: {
    name: guid(account::blobs::deadLetters.id, someone.id, roleIds.storageBlobDataContributor)
    scope: account::blobs::deadLetters
    properties: {
      principalId: someone.id
      principalType: someone.type
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageBlobDataContributor
      )
    }
  }
]

@description('Resource id of the account.')
output id string = account.id

@description('Address of the blob service.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Address of the queue service.')
output queueEndpoint string = account.properties.primaryEndpoints.queue

@description('Address of the table service.')
output tableEndpoint string = account.properties.primaryEndpoints.table

@description('Name of the queue of alerts.')
output alertQueueName string = account::queues::alerts.name

@description('Name of the container of dead letters.')
output deadLetterContainerName string = account::blobs::deadLetters.name

@description('Name of the container of spills.')
output spillContainerName string = account::blobs::spills.name
