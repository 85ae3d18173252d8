import { HEARTBEAT, isHeartbeatId } from '../heartbeat.ts';
import { isObject, type JsonObject, own } from '../json/types.ts';
import { toBoolean, toText, unwrapJson } from './values.ts';

/** The sign-in categories of Entra diagnostic settings. */
export const CATEGORIES = [
  'SignInLogs',
  'NonInteractiveUserSignInLogs',
  'ServicePrincipalSignInLogs',
  'ManagedIdentitySignInLogs',
  'ADFSSignInLogs',
  'MicrosoftServicePrincipalSignInLogs',
] as const;

const canonical = new Map<string, string>(CATEGORIES.map((name) => [name.toLowerCase(), name]));

/** Log Analytics tables whose name is not the category with `AAD` in front. */
const tables = new Map([
  ['signinlogs', 'SignInLogs'],
  ['aadfirstpartytofirstpartysigninlogs', 'MicrosoftServicePrincipalSignInLogs'],
]);

export type Category =
  | { readonly kind: 'sign-in'; readonly name: string; readonly known: boolean }
  | { readonly kind: 'other'; readonly name: string };

/**
 * The category of a record. Any name that ends in `SignInLogs` is a sign-in category, so that one which Microsoft adds
 * tomorrow is not dropped. A record without a category (Graph, a download, a query result) is told by its table,
 * by `signInEventTypes`, or by `isInteractive`.
 */
export function readCategory(envelope: JsonObject, properties: JsonObject): Category {
  const named = toText(own(envelope, 'category'))?.trim() ?? fromTable(toText(own(envelope, 'table')));
  if (named === undefined) return { kind: 'sign-in', name: fromProperties(properties), known: true };
  const known = canonical.get(named.toLowerCase());
  if (known !== undefined) return { kind: 'sign-in', name: known, known: true };
  if (named === HEARTBEAT && isHeartbeatId(own(properties, 'id')))
    return { kind: 'sign-in', name: HEARTBEAT, known: true };
  return /SignInLogs$/i.test(named)
    ? { kind: 'sign-in', name: named, known: false }
    : { kind: 'other', name: named };
}

function fromTable(table: string | undefined): string | undefined {
  if (table === undefined) return undefined;
  const name = table.toLowerCase();
  return tables.get(name) ?? canonical.get(name.replace(/^aad/, ''));
}

function fromProperties(properties: JsonObject): string {
  const types = unwrapJson(own(properties, 'signInEventTypes'));
  const first = Array.isArray(types) ? toText(types[0])?.toLowerCase() : toText(types)?.toLowerCase();
  if (first === 'serviceprincipal') return 'ServicePrincipalSignInLogs';
  if (first === 'managedidentity') return 'ManagedIdentitySignInLogs';
  if (first === 'noninteractiveuser') return 'NonInteractiveUserSignInLogs';
  const isInteractive = toBoolean(own(properties, 'isInteractive'));
  const hasUser = ['userPrincipalName', 'userId', 'userDisplayName'].some((name) =>
    isPresent(own(properties, name)),
  );
  if (isInteractive !== true && !hasUser && isPresent(own(properties, 'servicePrincipalId')))
    return 'ServicePrincipalSignInLogs';
  return isInteractive === false ? 'NonInteractiveUserSignInLogs' : 'SignInLogs';
}

function isPresent(value: unknown): boolean {
  return isObject(value) || toText(value) !== undefined;
}

/**
 * Whether sign-ins of a category are made by users. Service principals and managed identities have no password, whatever
 * a code that both can get says of users.
 */
export function isByUser(category: string): boolean {
  return !/(ServicePrincipal|ManagedIdentity)SignInLogs$/i.test(category);
}
