import { Refusal } from './refusal.ts';

const API_VERSION = '2023-01-01';
const PATH = /^\/dataCollectionRules\/([^/]+)\/streams\/([^/]+)$/;

/** What an upload is addressed to. */
export interface Target {
  /** The immutable id of the data collection rule. */
  readonly ruleId: string;
  readonly stream: string;
}

/** Undoes percent-encoding; undefined where the text is not properly encoded. */
function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/**
 * Reads method and address of an upload: `POST /dataCollectionRules/{ruleId}/streams/{stream}?api-version=…`
 * (Logs Ingestion REST API 2023-01-01). The SDK percent-encodes the hyphen of the parameter's name, which
 * reading the query as such undoes.
 */
export function toTarget(method: string | undefined, path: string | undefined): Target | Refusal {
  const url = URL.parse(path ?? '', 'https://127.0.0.1');
  const [, rule, name] = PATH.exec(url?.pathname ?? '') ?? [];
  const ruleId = decodeSegment(rule ?? '');
  const stream = decodeSegment(name ?? '');
  if (!url || !ruleId || !stream) return new Refusal(404, 'NotFound', `There is nothing at ${path}.`);
  if (method !== 'POST')
    return new Refusal(405, 'MethodNotAllowed', `${method} is not allowed here, only POST.`);
  const version = url.searchParams.get('api-version');
  if (version === null) {
    return new Refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (version !== API_VERSION) {
    return new Refusal(
      400,
      'UnsupportedApiVersionValue',
      `Unsupported api-version '${version}'. The supported api-versions are '${API_VERSION}'.`,
    );
  }
  return { ruleId, stream };
}
