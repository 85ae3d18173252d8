import { lookup } from 'node:dns/promises';
import { within } from '../../adapters/within.ts';
import { type Deployment, hostOf } from './deployment.ts';
import { type Finding, fault, ok } from './finding.ts';

const ENDPOINTS = ['LOGS_INGESTION_ENDPOINT', 'ALERT_QUEUE_ENDPOINT', 'BLOB_ENDPOINT'] as const;
const LOOKUP_MS = 8_000;

/** Does each name that the settings hold lead to an address? One finding for all that do. */
export async function checkNames({ config, hub }: Deployment): Promise<{
  readonly findings: readonly Finding[];
  readonly lostHosts: ReadonlySet<string>;
}> {
  const addresses = ENDPOINTS.flatMap((name) => config[name] ?? []);
  const hosts = new Set([...addresses, ...(hub === undefined ? [] : [hub.namespace])].map(hostOf));
  const results = await Promise.all([...hosts].map(async (host) => ({ host, failure: await resolve(host) })));
  const found = results.filter(({ failure }) => failure === undefined).map(({ host }) => host);
  const lost = results.filter(({ failure }) => failure !== undefined);
  const todo = 'check the setting that names it, DNS, and private DNS zones';
  return {
    findings: [
      ...(found.length > 0 ? [ok('names', `found: ${found.join(', ')}`)] : []),
      ...lost.map(({ host, failure }) => fault('names', `${host}: ${failure}`, todo)),
    ],
    lostHosts: new Set(lost.map(({ host }) => host)),
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
