// The watchlists, with the examples of their files: expired entries, which change nothing.

@description('Required. Name of the workspace, in the resource group of this deployment.')
param workspaceName string

var lists = [
  {
    alias: 'EntraRiskExclusions'
    description: 'What the rules leave out: a user, app, service principal, tenant or address, for a code, a rule or all.'
    searchKey: 'Value'
    content: loadTextContent('../watchlists/EntraRiskExclusions.csv')
  }
  {
    alias: 'EntraRiskLevelOverrides'
    description: 'Result codes that have another level here.'
    searchKey: 'Code'
    content: loadTextContent('../watchlists/EntraRiskLevelOverrides.csv')
  }
  {
    alias: 'EntraRiskVipUsers'
    description: 'Users for whom rules raise the severity.'
    searchKey: 'User'
    content: loadTextContent('../watchlists/EntraRiskVipUsers.csv')
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource watchlists 'Microsoft.SecurityInsights/watchlists@2025-09-01' = [
  for list in lists: {
    scope: workspace
    name: list.alias
    properties: {
      displayName: list.alias
      description: list.description
      provider: 'entra-signin-risk'
      source: '${list.alias}.csv'
      sourceType: 'Local'
      itemsSearchKey: list.searchKey
      contentType: 'text/csv'
      numberOfLinesToSkip: 0
      rawContent: list.content
    }
  }
]

@description('Resource ids of the watchlists.')
output ids string[] = [for (list, index) in lists: watchlists[index].id]
