// Rows go to a workspace that is there already, in another subscription and region, after workspace-table.bicep.
using '../main.bicep'

param environmentName = 'entra-signin-risk'
param location = 'japaneast'
param users = '10k'
param existingWorkspaceId = '/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-security/providers/Microsoft.OperationalInsights/workspaces/log-sentinel'
param alertConsumers = [{ id: '00000000-0000-0000-0000-0000000000c1', type: 'ServicePrincipal' }]
param operators = [{ id: '00000000-0000-0000-0000-0000000000d1', type: 'Group' }]
