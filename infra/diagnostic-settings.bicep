// Connects the tenant: its sign-in logs go to the hub. At tenant scope, which takes rights of its own (docs/deploy.md);
// `npm run connect` does the same without a deployment at tenant scope.

targetScope = 'tenant'

@description('Required. Resource id of the shared access rule (output diagnosticsRuleId of main.bicep).')
param eventHubAuthorizationRuleId string

@description('Optional. Name of the hub (output hubName). Without a name Entra makes a hub for each category.')
param eventHubName string = 'entra-sign-ins'

@description('Optional. Name of the setting. A tenant can have five.')
param name string = 'entra-signin-risk'

@description('Optional. Sign-in categories to send. Leave one out and neither rows nor alerts come of it.')
param categories signInCategory[] = [
  'SignInLogs'
  'NonInteractiveUserSignInLogs'
  'ServicePrincipalSignInLogs'
  'ManagedIdentitySignInLogs'
  'ADFSSignInLogs'
  'MicrosoftServicePrincipalSignInLogs'
]

type signInCategory =
  | 'SignInLogs'
  | 'NonInteractiveUserSignInLogs'
  | 'ServicePrincipalSignInLogs'
  | 'ManagedIdentitySignInLogs'
  | 'ADFSSignInLogs'
  | 'MicrosoftServicePrincipalSignInLogs'

resource setting 'microsoft.aadiam/diagnosticSettings@2017-04-01' = {
  name: name
  properties: {
    eventHubAuthorizationRuleId: eventHubAuthorizationRuleId
    eventHubName: eventHubName
    logs: [for category in categories: { category: category, enabled: true }]
  }
}
