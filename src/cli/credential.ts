import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/** The identity of whoever runs a command: of the environment, of a managed identity, of the Azure CLI (`az login`), … */
export function createOperatorCredential(): TokenCredential {
  return new DefaultAzureCredential();
}
