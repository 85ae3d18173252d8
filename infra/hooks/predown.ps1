# Says what azd does not remove.
$ErrorActionPreference = 'Stop'
@"

azd removes the resource group $($env:AZURE_RESOURCE_GROUP): hub, app, storage with its dead letters, spills and
unread alerts, and the workspace if it was made here, with its rows. It does not remove

- the diagnostic setting of the tenant, which would go on writing to a hub that is gone:
    npm run azure -- disconnect
- the table and the Sentinel content in a workspace that was there before:
    npm run azure -- remove --workspace $($env:WORKSPACE_ID)
"@
