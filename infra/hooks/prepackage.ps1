# Builds dist/app, which azd then packs, and prints its size.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '../..')
npm run build
exit $LASTEXITCODE
