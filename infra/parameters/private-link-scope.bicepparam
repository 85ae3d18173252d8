// The app's telemetry in an existing private link scope: a deployment to the scope's own resource group.
using '../private-link-scope.bicep'

param privateLinkScopeName = 'ampls-hub'
param telemetryId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-entra-signin-risk/providers/Microsoft.Insights/components/appi-example'
param telemetryWorkspaceId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-entra-signin-risk/providers/Microsoft.OperationalInsights/workspaces/log-app-example'
