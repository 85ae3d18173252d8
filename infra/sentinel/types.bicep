// Types of the parameters.

@export()
@description('What is different from a rule’s file.')
type ruleSetting = {
  @description('Optional. Whether the rule runs.')
  enabled: bool?

  @description('Optional. Severity where the query does not decide it.')
  severity: ('High' | 'Informational' | 'Low' | 'Medium')?

  @description('Optional. Values of the tuning lines at the top of the query, as KQL: { minAttempts: \'8\' }.')
  tuning: tuningValues?
}

@export()
@description('KQL literals by the name of the tuning line.')
type tuningValues = {
  *: string
}

@export()
@description('Settings by the name of the rule, which is that of its file.')
type ruleSettings = {
  *: ruleSetting
}

@export()
@description('An entity of a rule or hunt, as its file maps it.')
type entityMapping = {
  entityType: string
  fieldMappings: {
    identifier: string
    columnName: string
  }[]
}
