# Says what to do next. The values are outputs of infra/main.bicep, which azd puts into the environment.
$ErrorActionPreference = 'Stop'
@"

The pipeline is running and has nothing to read yet. Next:

1. Connect the tenant (Security Administrator in Entra, and the right to list the key of the rule):
     npm run azure -- connect --rule $env:DIAGNOSTICS_RULE_ID --hub $env:EVENT_HUB_NAME
2. After ten minutes, look for rows in the workspace
     $env:WORKSPACE_ID
     EntraSigninRisk_CL | summarize count() by Category, ResultRiskLevel
3. Read alerts from the queue $env:ALERT_QUEUE_NAME at
     $env:ALERT_QUEUE_ENDPOINT

What can go wrong, what it costs and how to remove it: docs/deploy.md
"@
