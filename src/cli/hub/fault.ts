import { describeNoToken } from '../credential.ts';
import { toSafeText } from '../text.ts';
import { HubError } from './hubError.ts';

/** What kept a hub from being used. */
export interface HubFault {
  readonly kind: 'token' | 'name' | 'network' | 'right' | 'missing' | 'taken' | 'busy' | 'other';
  /** What was answered, in one line. */
  readonly found: string;
  /** What mends it. */
  readonly todo: string;
}

type Kind = HubFault['kind'];

/** By the codes of the Event Hubs SDK (`MessagingError.code`) and of the system. */
const KINDS: Readonly<Record<string, Kind>> = {
  UnauthorizedError: 'right',
  MessagingEntityNotFoundError: 'missing',
  MessagingEntityDisabledError: 'missing',
  ReceiverDisconnectedError: 'taken',
  QuotaExceededError: 'taken',
  ServerBusyError: 'busy',
  ServiceUnavailableError: 'busy',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'network',
  ECONNRESET: 'network',
  EHOSTUNREACH: 'network',
  ENETUNREACH: 'network',
  ETIMEDOUT: 'network',
  OperationTimeoutError: 'network',
  ServiceCommunicationError: 'network',
  SystemError: 'network',
};

const WHAT_TO_DO: Readonly<Record<Kind, string>> = {
  token: 'sign in with az login, or check the managed identity (AZURE_CLIENT_ID)',
  name: 'check the name of the namespace (EventHubConnection__fullyQualifiedNamespace), and DNS',
  network: 'check that port 5671 to the namespace is open, and the firewall of the namespace',
  right:
    'give this identity the role on the hub (Azure Event Hubs Data Receiver to read, Data Sender to send; a new role takes minutes)',
  missing: 'check the names of the hub (EVENT_HUB_NAME) and of the consumer group',
  taken: 'somebody reads this partition in the same consumer group: name another one',
  busy: 'the namespace is overloaded: wait, or raise its throughput units',
  other: 'see what was answered',
};

/**
 * What an error of the Event Hubs SDK means.
 * @throws the error itself when it comes from no service: then it is a bug
 */
export function toHubFault(thrown: unknown): HubFault {
  const error = lastOf(thrown);
  if (!(error instanceof Error)) throw thrown;
  const kind = kindOf(error);
  if (kind === undefined) throw thrown;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const found = kind === 'token' ? `no token, ${describeNoToken(error)}` : `${code}: ${error.message}`;
  return { kind, found: firstLine(found), todo: WHAT_TO_DO[kind] };
}

/** After its retries the SDK throws the errors of all of them. */
function lastOf(thrown: unknown): unknown {
  return thrown instanceof AggregateError && thrown.errors.length > 0 ? thrown.errors.at(-1) : thrown;
}

/** The same as an error for the person at the keyboard. */
export function toHubError(error: unknown, where: string): HubError {
  if (error instanceof HubError) return error;
  const { found, todo } = toHubFault(error);
  return new HubError(`${where}: ${found}; ${todo}`, { cause: error });
}

const CREDENTIAL = /^(?:Aggregate)?Authentication(?:Required)?Error$|^CredentialUnavailableError$/;

function kindOf(error: Error): Kind | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (CREDENTIAL.test(error.name)) return 'token';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'network';
  const known = KINDS[code];
  if (known !== undefined) return known;
  return error.name === 'MessagingError' ? 'other' : undefined;
}

/** What a service says may hold anything, and tracking ids on more lines: one line of it is enough. */
function firstLine(text: string): string {
  return toSafeText(text.trim().split(/[\r\n]/, 1)[0] ?? '').slice(0, 300);
}
