// Whether the pipeline lives: alert rules of Azure Monitor, and a workbook. They read the app's own metrics in the
// telemetry's workspace, the data collection rule's error log there, and the platform's metrics of hub and queue.
// docs/operate.md says what each means and what to do.

import { healthSettings, resourceTags } from '../types.bicep'

@description('Required. Names end with this.')
param token string

@description('Required. Region.')
param location string

@description('Required. Tags of the resources.')
param tags resourceTags

@description('Required. What is looked at, and from which value on it is told.')
param settings healthSettings

@description('Required. Heartbeats are sent, and their absence is told.')
param heartbeat bool

@description('Required. Resource id of the workspace that holds the telemetry.')
param workspaceId string

@description('Required. Resource id of the data collection rule.')
param dataCollectionRuleId string

@description('Required. Resource id of the Event Hubs namespace.')
param namespaceId string

@description('Required. Name of the hub.')
param hubName string

@description('Required. Resource id of the storage account with the alert queue; beside it there may only be that of what could not be handled.')
param dataStorageId string

var actionGroups = map(settings.actionGroupIds, id => { actionGroupId: id })

// The windows that both kinds of rules know.
var windows = { '15': 'PT15M', '60': 'PT1H', '360': 'PT6H', '1440': 'P1D' }

var metrics = 'AppMetrics\n| where Name == '

// Each query gives one row with the column Value, also when there is nothing: a rule that gets no row tells nothing.
var usualRules = [
  {
    name: 'nothing-processed'
    severity: 1
    description: 'The function finished no record besides heartbeats. Either nothing reaches the hub, or the function does not run, or its batches fail.'
    minutes: settings.silenceMinutes
    query: '${metrics}"entra_signin_risk.records" and tostring(Properties["category"]) != "Heartbeat"\n| summarize Value = coalesce(sum(Sum), 0.0)'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'batches-fail'
    severity: 1
    description: 'Batches failed and come again: neither a destination nor blob storage takes what is in them.'
    minutes: 15
    query: '${metrics}"messaging.process.duration" and isnotempty(Properties["error.type"])\n| summarize Value = coalesce(sum(ItemCount), 0)'
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'backlog'
    severity: 2
    description: 'Rows or alerts have waited in blob storage for too long: their destination does not take them.'
    minutes: 15
    query: '${metrics}"entra_signin_risk.spills.oldest_age"\n| summarize Value = coalesce(max(Max), 0.0) / 60'
    operator: 'GreaterThan'
    threshold: settings.backlogMinutes
  }
  {
    name: 'lag'
    severity: 2
    description: 'Rows or alerts were delivered too long after the hub got their event.'
    minutes: 15
    query: '${metrics}"entra_signin_risk.lag" and tostring(Properties["since"]) == "enqueued"\n| summarize Value = coalesce(max(Max), 0.0) / 60'
    operator: 'GreaterThan'
    threshold: settings.lagMinutes
  }
  {
    name: 'dead-letters'
    severity: 2
    description: 'Records were not understood, and lie among the dead letters.'
    minutes: 60
    query: '${metrics}"entra_signin_risk.dead_letters" and tostring(Properties["reason"]) != "refused"\n| summarize Value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: settings.deadLetters
  }
  {
    name: 'refused-rows'
    severity: 2
    description: 'Log Analytics refused rows for their content, and they lie among the dead letters.'
    minutes: 60
    query: '${metrics}"entra_signin_risk.dead_letters" and tostring(Properties["reason"]) == "refused"\n| summarize Value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: settings.refusedRows
  }
  {
    name: 'unknown-codes'
    severity: 3
    description: 'Many rows have a code that no catalog or pack knows: Microsoft may have new ones.'
    minutes: 60
    // A share of a handful of rows says nothing.
    query: '${metrics}"entra_signin_risk.records" and tostring(Properties["outcome"]) == "row"\n| summarize Rows = coalesce(sum(Sum), 0.0), Unknown = coalesce(sumif(Sum, tostring(Properties["level"]) == "Unknown"), 0.0)\n| project Value = iff(Rows < 100, 0.0, 100.0 * Unknown / Rows)'
    operator: 'GreaterThan'
    threshold: settings.unknownCodesPercent
  }
  {
    name: 'ingestion-errors'
    severity: 1
    description: 'Log Analytics dropped rows after it had taken them: only the rule’s error log tells.'
    minutes: 60
    query: 'DCRLogErrors\n| where _ResourceId =~ "${dataCollectionRuleId}"\n| summarize Value = count()'
    operator: 'GreaterThan'
    threshold: 0
  }
]

var heartbeatRules = heartbeat
  ? [
      {
        name: 'no-heartbeat'
        severity: 1
        description: 'No heartbeat went the whole way from the hub to Log Analytics: the pipeline does not work.'
        minutes: 60
        query: '${metrics}"entra_signin_risk.heartbeat.latency"\n| summarize Value = coalesce(sum(ItemCount), 0)'
        operator: 'LessThan'
        threshold: 1
      }
    ]
  : []

var queryRules = concat(usualRules, heartbeatRules)

resource queryRule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in queryRules: if (settings.alerts) {
    name: 'entra-signin-risk-${rule.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Entra sign-in risk: ${rule.name}'
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: windows[string(rule.minutes)]
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Maximum'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // The tables are made by the first data that comes, which is later than this.
      skipQueryValidation: true
      actions: { actionGroups: settings.actionGroupIds }
    }
  }
]

resource nothingReceived 'Microsoft.Insights/metricAlerts@2018-03-01' = if (settings.alerts) {
  name: 'entra-signin-risk-nothing-received-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Nothing reached the hub: look at the tenant’s diagnostic setting.'
    enabled: true
    severity: 1
    scopes: [namespaceId]
    evaluationFrequency: 'PT15M'
    windowSize: windows[string(settings.silenceMinutes)]
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'events'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.EventHub/namespaces'
          metricName: 'IncomingMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: [hubName] }]
          timeAggregation: 'Total'
          operator: 'LessThan'
          // Heartbeats come every five minutes; give or take one of them.
          threshold: heartbeat ? settings.silenceMinutes / 5 + 2 : 1
        }
      ]
    }
    autoMitigate: true
    actions: actionGroups
  }
}

resource alertsNotRead 'Microsoft.Insights/metricAlerts@2018-03-01' = if (settings.alerts) {
  name: 'entra-signin-risk-alerts-not-read-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Alerts pile up in the queue: nobody takes them, or not fast enough. Azure counts them once an hour.'
    enabled: true
    severity: 1
    scopes: ['${dataStorageId}/queueServices/default']
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'messages'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: settings.unreadAlerts
        }
      ]
    }
    autoMitigate: true
    actions: actionGroups
  }
}

var charts = [
  {
    title: 'Records by what became of them'
    query: '${metrics}"entra_signin_risk.records"\n| summarize Records = sum(Sum) by bin(TimeGenerated, 5m), Outcome = strcat(tostring(Properties["outcome"]), " ", tostring(Properties["reason"]))'
  }
  {
    title: 'Rows by level'
    query: '${metrics}"entra_signin_risk.records" and tostring(Properties["outcome"]) == "row"\n| summarize Rows = sum(Sum) by bin(TimeGenerated, 5m), Level = tostring(Properties["level"])'
  }
  {
    title: 'Age when delivered, in seconds: longest in 5 minutes'
    query: '${metrics}"entra_signin_risk.lag"\n| summarize Seconds = max(Max) by bin(TimeGenerated, 5m), Lag = strcat(tostring(Properties["destination"]), " since ", tostring(Properties["since"]))'
  }
  {
    title: 'Alerts'
    query: '${metrics}"entra_signin_risk.alerts"\n| summarize Alerts = sum(Sum) by bin(TimeGenerated, 5m), State = tostring(Properties["state"])'
  }
  {
    title: 'Waiting in blob storage: age of the oldest, in minutes'
    query: '${metrics}"entra_signin_risk.spills.oldest_age"\n| summarize Minutes = max(Max) / 60 by bin(TimeGenerated, 5m), Destination = tostring(Properties["destination"])'
  }
  {
    title: 'Requests by answer'
    query: '${metrics}"http.client.request.duration" and isnotempty(Properties["destination"])\n| summarize Requests = sum(ItemCount) by bin(TimeGenerated, 5m), Answer = strcat(tostring(Properties["destination"]), " ", tostring(Properties["http.response.status_code"]))'
  }
  {
    title: 'Seconds for a batch: longest in 5 minutes'
    query: '${metrics}"messaging.process.duration"\n| summarize Seconds = max(Max) by bin(TimeGenerated, 5m), Error = tostring(Properties["error.type"])'
  }
  {
    title: 'Megabytes of rows, as billed'
    query: '${metrics}"entra_signin_risk.rows.size"\n| summarize Megabytes = sum(Sum) / 1000000 by bin(TimeGenerated, 5m)'
  }
]

var chartItems = [
  for (chart, index) in charts: {
    type: 3
    name: 'chart-${index}'
    customWidth: '50'
    content: {
      version: 'KqlItem/1.0'
      title: chart.title
      query: chart.query
      size: 0
      timeContextFromParameter: 'Time'
      queryType: 0
      resourceType: 'microsoft.operationalinsights/workspaces'
      crossComponentResources: [workspaceId]
      visualization: 'timechart'
    }
  }
]

var timeItem = {
  type: 9
  name: 'time'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    parameters: [
      {
        id: guid('time')
        version: 'KqlParameterItem/1.0'
        name: 'Time'
        type: 4
        isRequired: true
        value: { durationMs: 14400000 }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 14400000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
          ]
        }
      }
    ]
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, token, 'health')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Entra sign-in risk: health of the pipeline'
    category: 'workbook'
    sourceId: workspaceId
    version: 'Notebook/1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeItem], chartItems)
      fallbackResourceIds: [workspaceId]
    })
  }
}
