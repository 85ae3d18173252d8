import { lookup } from 'node:dns/promises';
import { within } from '../../adapters/within.ts';
import type { Deployment } from './deployment.ts';
import { type Check, type Finding, fault, ok } from './finding.ts';

const ENDPOINTS = ['LOGS_INGESTION_ENDPOINT', 'ALERT_QUEUE_ENDPOINT', 'BLOB_ENDPOINT'] as const;
const LOOKUP_MS = 8_000;

/** Does each name that the settings hold lead to an address? One finding for all that do. */
export function checkNames({ config, hub }: Deployment): Check {
  const hosts = new Set(
    ENDPOINTS.flatMap((name) => {
      const address = config[name];
      return address === undefined ? [] : [new URL(address).hostname];
    }),
  );
  if (hub !== undefined) hosts.add(new URL(`https://${hub.namespace}`).hostname);
  return async () => {
    const results = await Promise.all(
      [...hosts].map(async (host) => ({ host, failure: await resolve(host) })),
    );
    const faults = results.flatMap(({ host, failure }): Finding[] =>
      failure === undefined
        ? []
        : [
            fault(
              'names',
              `${host}: ${failure}`,
              'check the setting that names it, DNS, and private DNS zones',
            ),
          ],
    );
    const found = results.filter(({ failure }) => failure === undefined).map(({ host }) => host);
    return found.length === 0 ? faults : [ok('names', `found: ${found.join(', ')}`), ...faults];
  };
}

async function resolve(host: string): Promise<string | undefined> {
  try {
    await within(LOOKUP_MS, () => lookup(host));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOTFOUND') return 'there is no such name (ENOTFOUND)';
    return `the name cannot be looked up (${code || 'no answer'})`;
  }
}
