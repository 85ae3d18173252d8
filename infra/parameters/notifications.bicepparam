// Alerts become cards in a Teams channel, in Japanese (docs/notify.md).
using '../main.bicep'

param environmentName = 'entra-signin-risk'
param location = 'japaneast'
param users = '10k'
param notifyWebhookSecretUri = 'https://kv-example.vault.azure.net/secrets/signin-alerts-webhook'
param notifyLanguage = 'ja'
param notifyTimeZone = 'Asia/Tokyo'
