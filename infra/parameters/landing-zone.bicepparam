// A landing zone: its own subnets, DNS zones by policy, a private link scope, a policy against local auth.
using '../main.bicep'

param environmentName = 'entra-signin-risk'
param location = 'japaneast'
param users = '100k'
param zoneRedundant = true
param hubSku = 'Premium'
param hubUnits = 1
param privateNetworking = true
param existingAppSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/entra-signin-risk'
param existingEndpointSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/endpoints'
param createDnsZones = false
param existingWorkspaceId = '/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-security/providers/Microsoft.OperationalInsights/workspaces/log-sentinel'
param dataCollectionEndpointId = '/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-security/providers/Microsoft.Insights/dataCollectionEndpoints/dce-security'
param publicTelemetryIngestion = false
param deploymentIpRanges = ['203.0.113.0/24']
param exemptFromPolicyAssignmentId = '/providers/Microsoft.Management/managementGroups/landing-zones/providers/Microsoft.Authorization/policyAssignments/deny-local-auth'
param exemptFromPolicyReferenceIds = ['eventHubsLocalAuth']
param exemptionExpiresOn = '2027-06-30T00:00:00Z'
