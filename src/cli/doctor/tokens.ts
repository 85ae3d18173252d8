import type { TokenCredential } from '@azure/identity';
import { within } from '../../adapters/within.ts';
import type { Deployment } from './deployment.ts';
import { type Check, type Finding, fault, ok } from './finding.ts';

const TOKEN_MS = 20_000;

/** Does whoever runs this get a token for each service? */
export function checkTokens({ config, hub, credential }: Deployment, arm: string | undefined): Check {
  const audiences = [
    ['Log Analytics', config.LOGS_INGESTION_AUDIENCE ?? 'https://monitor.azure.com'],
    ['storage', 'https://storage.azure.com'],
    // With a connection string the hub wants no token.
    ...(hub?.connectionString === undefined ? [['Event Hubs', 'https://eventhubs.azure.net'] as const] : []),
    ...(arm === undefined ? [] : [['Resource Manager', arm] as const]),
  ] as const;
  return async () => {
    const results = await Promise.all(
      audiences.map(async ([what, audience]) => ({
        what,
        audience,
        failure: await ask(credential, audience),
      })),
    );
    const got = results.filter(({ failure }) => failure === undefined).map(({ what }) => what);
    const faults = results.flatMap(({ what, audience, failure }): Finding[] =>
      failure === undefined
        ? []
        : [
            fault(
              'tokens',
              `no token for ${what} (${audience}): ${failure}`,
              'sign in with az login in the right tenant',
            ),
          ],
    );
    return got.length === 0 ? faults : [ok('tokens', `for ${got.join(', ')}`), ...faults];
  };
}

async function ask(credential: TokenCredential, audience: string): Promise<string | undefined> {
  try {
    const scope = `${audience.replace(/\/+$/, '')}/.default`;
    const token = await within(TOKEN_MS, (abortSignal) => credential.getToken(scope, { abortSignal }));
    return token === null ? 'there is none' : undefined;
  } catch (error) {
    // Only its first line: the rest lists every way of signing in that was tried.
    const message = error instanceof Error ? error.message : String(error);
    return message.split(/[\r\n]/, 1)[0] ?? '';
  }
}
