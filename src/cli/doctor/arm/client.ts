import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpMethods,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import * as z from 'zod';

/** Azure Resource Manager did not answer what was asked for. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  constructor(message: string, status: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Reads what is deployed, and changes nothing. */
export interface Arm {
  /** The address of the service, which is also what tokens are for. */
  readonly endpoint: string;
  /** @throws ArmError */
  get(path: string, apiVersion: string): Promise<unknown>;
  /** All pages of a list. @throws ArmError */
  list(path: string, apiVersion: string, filter?: string): Promise<readonly unknown[]>;
  /** What Azure gives out to a POST only, because it may hold secrets. @throws ArmError */
  reveal(path: string, apiVersion: string): Promise<unknown>;
}

const pageSchema = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const REQUEST_MS = 20_000;
const MOST_PAGES = 50;

/** @param endpoint `https://management.azure.com` in the public cloud */
export function createArm(endpoint: string, credential: TokenCredential): Arm {
  const base = endpoint.replace(/\/+$/, '');
  const http = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2_000 } });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: `${base}/.default` }));

  const ask = async (method: HttpMethods, url: string): Promise<unknown> => {
    const request = createPipelineRequest({ url, method, timeout: REQUEST_MS });
    // A POST without a body still says how long it is.
    if (method === 'POST') request.headers.set('content-length', '0');
    const response = await pipeline.sendRequest(http, request).catch((error: unknown) => {
      throw new ArmError(`no answer, ${error instanceof Error ? error.message : String(error)}`, undefined, {
        cause: error,
      });
    });
    const body = toJson(response.bodyAsText ?? '');
    if (response.status === 200) return body;
    const parsed = errorSchema.safeParse(body);
    const said = parsed.success ? `, ${parsed.data.error.code}, ${parsed.data.error.message}` : '';
    throw new ArmError(`status ${response.status}${said}`, response.status);
  };
  const toUrl = (path: string, apiVersion: string, filter?: string): string => {
    const url = new URL(base + path);
    url.searchParams.set('api-version', apiVersion);
    if (filter !== undefined) url.searchParams.set('$filter', filter);
    return url.href;
  };

  return {
    endpoint: base,
    get: (path, apiVersion) => ask('GET', toUrl(path, apiVersion)),
    reveal: (path, apiVersion) => ask('POST', toUrl(path, apiVersion)),
    async list(path, apiVersion, filter) {
      const items: unknown[] = [];
      let url: string | undefined = toUrl(path, apiVersion, filter);
      for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
        const { value, nextLink } = pageSchema.parse(await ask('GET', url));
        items.push(...value);
        // The token goes along: only to the service itself.
        url = nextLink && new URL(nextLink).origin === new URL(base).origin ? nextLink : undefined;
      }
      return items;
    },
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
