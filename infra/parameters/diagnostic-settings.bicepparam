// All sign-in categories of the tenant to the hub. The ids come from the outputs of main.bicep.
using '../diagnostic-settings.bicep'

param eventHubAuthorizationRuleId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-entra-signin-risk/providers/Microsoft.EventHub/namespaces/evhns-example/authorizationRules/entra-diagnostic-settings'
