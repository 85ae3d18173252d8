// Nothing is reached over a public network, except by Azure Monitor, which has no other way.
using '../main.bicep'

param environmentName = 'entra-signin-risk'
param location = 'japaneast'
param users = '100k'
param privateNetworking = true
