// The table in an existing workspace: a deployment to the workspace's own resource group.
using '../workspace-table.bicep'

param workspaceName = 'log-sentinel'
