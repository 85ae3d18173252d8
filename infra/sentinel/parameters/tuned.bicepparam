using '../main.bicep'

// The table of this project only, own thresholds, the plain rule on and one rule off.
param workspaceName = 'log-example'
param source = 'custom'
param onboard = false
param watchlists = false
param asimParsers = true
param settings = {
  'high-row': { enabled: true, severity: 'Low' }
  'passwordless-probing': { enabled: false }
  'mfa-fatigue-then-success': { tuning: { minAttempts: '8', window: '20m' } }
}
