// What notifications need beside the queue of alerts: the queue for messages that could not be notified, the table of what
// was told, and the app's roles on them.

import { roleIds } from 'roles.bicep'

@description('Required. Name of the storage account of sign-in data, which has the queue of alerts.')
param accountName string

@description('Required. Resource id of the app’s identity. Known beforehand, unlike its object id, so that names made of it can be predicted.')
param identityId string

@description('Required. Object id of the app’s identity.')
param principalId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName

  resource queues 'queueServices' existing = {
    name: 'default'

    resource alerts 'queues' existing = {
      name: 'signin-alerts'
    }

    // Made here and not by the host, which may only add messages. Its name is the host's choice.
    resource poison 'queues' = {
      name: 'signin-alerts-poison'
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource notifications 'tables' = {
      name: 'notifications'
    }
  }
}

// The trigger asks for the queue and its length, too.
resource alertReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roleIds.storageQueueDataReader, roleIds.storageQueueDataMessageProcessor]: {
    name: guid(account::queues::alerts.id, identityId, role)
    scope: account::queues::alerts
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource poisonSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::queues::poison.id, identityId, roleIds.storageQueueDataMessageSender)
  scope: account::queues::poison
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageQueueDataMessageSender
    )
  }
}

resource tableContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::tables::notifications.id, identityId, roleIds.storageTableDataContributor)
  scope: account::tables::notifications
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageTableDataContributor
    )
  }
}
