import { ContainerClient } from '@azure/storage-blob';
import * as z from 'zod';
import { createLeasingStore } from '../adapters/leasingStore.ts';
import type { LeasingStore } from '../delivery/ports.ts';
import { UsageError } from './arguments.ts';
import { createOperatorCredential } from './credential.ts';
import type { Host } from './host.ts';
import { readJsonFile } from './jsonFile.ts';

/** The settings of a deployment, as the function app has them. */
export type Settings = Readonly<Record<string, string | undefined>>;

const FORMS =
  'neither {"Values": {...}} as in local.settings.json, nor the list of {"name", "value"} that az functionapp config appsettings list prints';

const settingsFileSchema = z
  .union(
    [
      z.object({ Values: z.record(z.string(), z.string()) }),
      z.array(z.object({ name: z.string(), value: z.string() })),
    ],
    FORMS,
  )
  .transform((file) =>
    Array.isArray(file) ? Object.fromEntries(file.map(({ name, value }) => [name, value])) : file.Values,
  );

/**
 * The settings: of a file such as local.settings.json, or of what the Azure CLI prints of an app, and of the environment where the file leaves one out.
 * @throws FileError
 */
export async function readSettings(path: string | undefined, host: Host): Promise<Settings> {
  if (path === undefined) return host.env;
  return { ...host.env, ...(await readJsonFile(path, 'settings file', settingsFileSchema)) };
}

/** How the command line names a container. */
export interface StorageOptions {
  /** Of the blob service, e.g. https://stexample.blob.core.windows.net */
  readonly account: string | undefined;
  readonly container: string | undefined;
}

/**
 * A container of a storage account: by the connection string in AZURE_STORAGE_CONNECTION_STRING where it is set, else
 * by the caller's own identity.
 * @throws UsageError when nothing says which account
 */
export function openStore(
  { account, container }: StorageOptions,
  settings: Settings,
  fallback: { readonly setting: string; readonly container: string },
): LeasingStore {
  const name = container ?? settings[fallback.setting] ?? fallback.container;
  const connectionString = settings['AZURE_STORAGE_CONNECTION_STRING'];
  const retryOptions = { maxTries: 3, retryDelayInMs: 500 };
  if (account === undefined && connectionString)
    return createLeasingStore(new ContainerClient(connectionString, name, { retryOptions }));
  const endpoint = account ?? settings['BLOB_ENDPOINT'];
  if (endpoint === undefined) {
    throw new UsageError(
      'which storage account? Name it with --account https://…, by BLOB_ENDPOINT in --settings FILE or the environment, ' +
        'or by AZURE_STORAGE_CONNECTION_STRING in the environment',
    );
  }
  if (!URL.canParse(endpoint))
    throw new UsageError(`--account must be an address (https://…), not "${endpoint}"`);
  const url = `${endpoint.replace(/\/+$/, '')}/${name}`;
  return createLeasingStore(new ContainerClient(url, createOperatorCredential(), { retryOptions }));
}
