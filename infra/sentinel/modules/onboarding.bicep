// Microsoft Sentinel on the workspace. Deploying it where Sentinel is on already changes nothing.

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource onboarding 'Microsoft.SecurityInsights/onboardingStates@2025-09-01' = {
  scope: workspace
  name: 'default'
  properties: {}
}
