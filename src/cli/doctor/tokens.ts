import type { TokenCredential } from '@azure/identity';
import { within } from '../../adapters/within.ts';
import { describeNoToken } from '../credential.ts';
import type { Deployment, Service } from './deployment.ts';
import { type Finding, fault, ok } from './finding.ts';

const TOKEN_MS = 20_000;

/**
 * Does whoever runs this get a token for each service?
 * @param arm address of Azure Resource Manager, where it is asked
 */
export async function checkTokens(
  { config, hub, credential }: Deployment,
  arm: string | undefined,
): Promise<{ readonly findings: readonly Finding[]; readonly tokenless: ReadonlySet<Service> }> {
  const audiences: readonly (readonly [Service, string])[] = [
    ['Log Analytics', config.LOGS_INGESTION_AUDIENCE ?? 'https://monitor.azure.com'],
    ['storage', 'https://storage.azure.com'],
    // With a connection string the hub wants no token.
    ...(hub?.connectionString === undefined ? [['Event Hubs', 'https://eventhubs.azure.net'] as const] : []),
    ...(arm === undefined ? [] : [['Resource Manager', arm] as const]),
  ];
  const results = await Promise.all(
    audiences.map(async ([service, audience]) => ({
      service,
      audience,
      failure: await ask(credential, audience),
    })),
  );
  const got = results.filter(({ failure }) => failure === undefined).map(({ service }) => service);
  const lost = results.filter(({ failure }) => failure !== undefined);
  const todo = 'sign in with az login, in the tenant of the deployment';
  return {
    findings: [
      ...(got.length > 0 ? [ok('tokens', `for ${got.join(', ')}`)] : []),
      ...lost.map(({ service, audience, failure }) =>
        fault('tokens', `no token for ${service} (${audience}): ${failure}`, todo),
      ),
    ],
    tokenless: new Set(lost.map(({ service }) => service)),
  };
}

async function ask(credential: TokenCredential, audience: string): Promise<string | undefined> {
  try {
    const scope = `${audience.replace(/\/+$/, '')}/.default`;
    const token = await within(TOKEN_MS, (abortSignal) => credential.getToken(scope, { abortSignal }));
    return token === null ? 'there is none' : undefined;
  } catch (error) {
    return describeNoToken(error);
  }
}
