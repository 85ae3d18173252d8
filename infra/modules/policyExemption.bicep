// An exemption from a policy that denies local auth on Event Hubs. On the resource group, because a deny would refuse the
// namespace before an exemption on the namespace itself could exist; narrowed to that one type, and with an end.

@description('Required. Resource id of the policy assignment that denies the namespace.')
param policyAssignmentId string

@description('Required. Reference ids of the policies inside the assignment, when it is of an initiative. Empty: all.')
param policyReferenceIds string[]

@description('Required. When the exemption ends, as 2027-06-30T00:00:00Z. Renew it with a new deployment.')
param expiresOn string

resource exemption 'Microsoft.Authorization/policyExemptions@2022-07-01-preview' = {
  name: 'entra-diagnostic-settings'
  properties: {
    displayName: 'Entra diagnostic settings write to Event Hubs with a shared access rule'
    description: 'Diagnostic settings support no identity. Applies to the Event Hubs namespace of this resource group, which takes in nothing else.'
    exemptionCategory: 'Waiver'
    policyAssignmentId: policyAssignmentId
    policyDefinitionReferenceIds: policyReferenceIds
    expiresOn: empty(expiresOn)
      ? fail('An exemption needs an end: exemptionExpiresOn, as 2027-06-30T00:00:00Z')
      : expiresOn
    resourceSelectors: [
      {
        name: 'event-hubs-namespaces'
        selectors: [{ kind: 'resourceType', in: ['Microsoft.EventHub/namespaces'] }]
      }
    ]
  }
}
