import { createHash } from 'node:crypto';
import type { IncomingAlert } from './incomingAlert.ts';

/** What an alert is counted under. */
export interface Group {
  /** 32 hex digits made of who and code: a key that tells nothing of the person. */
  readonly key: string;
  /** Who signed in, as a person reads it; empty when the record does not say. */
  readonly who: string;
}

/** Ids before names: a name can change, and an attacker can choose the one that was typed. */
const KEYS = ['UserId', 'ServicePrincipalId', 'UserPrincipalName', 'ServicePrincipalName'];
const NAMES = [
  'UserPrincipalName',
  'ServicePrincipalName',
  'UserDisplayName',
  'UserId',
  'ServicePrincipalId',
];

/** The group of an alert: the same user, or service principal, with the same code. */
export function toGroup({ data: { who, code } }: IncomingAlert): Group {
  const first = (names: readonly string[]): string =>
    names
      .map((name) => who[name])
      .find((value): value is string => typeof value === 'string' && value !== '') ?? '';
  const key = createHash('sha256')
    .update(JSON.stringify([first(KEYS).toLowerCase(), code]))
    .digest('hex')
    .slice(0, 32);
  return { key, who: first(NAMES) };
}

/** A window of the clock. All instances have the same ones, so they need not agree on when one began. */
export interface Slot {
  /** When it began, as 2026-11-26T10:15:00Z; sorts by time. */
  readonly name: string;
  /** When it ends, in milliseconds since 1970 UTC. */
  readonly end: number;
}

/** The window that a moment (milliseconds since 1970 UTC) lies in. */
export function toSlot(now: number, windowMs: number): Slot {
  const begin = Math.floor(now / windowMs) * windowMs;
  return { name: toSeconds(begin), end: begin + windowMs };
}

/** A time without fractions, as 2026-11-26T10:15:00Z. */
export function toSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
