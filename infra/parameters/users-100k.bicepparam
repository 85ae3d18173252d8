// A tenant of 100 thousand users, everything new, public endpoints (docs/sizing.md says how the numbers come about).
using '../main.bicep'

param environmentName = 'entra-signin-risk'
param location = 'japaneast'
param users = '100k'
