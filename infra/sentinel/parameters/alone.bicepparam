using '../main.bicep'

param workspaceName = 'log-example'
