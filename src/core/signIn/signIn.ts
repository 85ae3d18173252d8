import { createHash } from 'node:crypto';
import type { EventPosition } from '../event.ts';
import { type JsonObject, own } from '../json/types.ts';
import { type Category, readCategory } from './category.ts';
import { readCode } from './code.ts';
import { toWireForm } from './forms.ts';
import { toUtcTime } from './time.ts';
import { toText } from './values.ts';

/** What had to be decided while a record was read; counted, so that a change in Microsoft's logs is seen. */
export type SignInNote = 'no-code' | 'code-conflict' | 'time-from-enqueued' | 'new-category';

/** What is read of every record before its columns are. */
export interface SignInFacts {
  readonly category: string;
  /** Digits, or empty when the record holds no code. */
  readonly code: string;
  /** ISO 8601, UTC: when Azure Monitor wrote the record (`time`); else when the sign-in was made; else when the hub got it. */
  readonly time: string;
  /** ISO 8601, UTC: when the sign-in was made; undefined when the record does not tell. */
  readonly createdTime: string | undefined;
  /**
   * `properties.id`, or `sha256:` of the record without its envelope time: a repeat of the record has the same one.
   * 1 to 128 printable ASCII characters, so that it goes whole into every row, alert and query.
   */
  readonly recordId: string;
  readonly notes: readonly SignInNote[];
}

/** A decoded record: one sign-in. */
export interface SignIn extends SignInFacts {
  readonly envelope: JsonObject;
  readonly properties: JsonObject;
}

export type SignInResult =
  | { readonly kind: 'sign-in'; readonly signIn: SignIn }
  | { readonly kind: 'other-category'; readonly category: string }
  | {
      readonly kind: 'fault';
      readonly reason: 'not-a-sign-in' | 'unreadable-properties';
      readonly detail: string;
    };

const WHO = [
  'userPrincipalName',
  'userId',
  'userDisplayName',
  'servicePrincipalId',
  'servicePrincipalName',
  'appId',
];

/** Reads a record, in any of the accepted forms, as a sign-in. Pure; the event's enqueued time is the last resort for the time. */
export function toSignIn(record: JsonObject, position: EventPosition): SignInResult {
  const form = toWireForm(record);
  const { envelope } = form;
  const properties = form.ok ? form.properties : {};
  const category = readCategory(envelope, properties);
  if (category.kind === 'other') return { kind: 'other-category', category: category.name };
  if (!form.ok) return { kind: 'fault', reason: 'unreadable-properties', detail: form.detail };
  const { code, note } = readCode(envelope, properties);
  if (code === '' && !WHO.some((name) => toText(own(properties, name)) !== undefined)) {
    return {
      kind: 'fault',
      reason: 'not-a-sign-in',
      detail: 'no result code, no user, no service principal and no application',
    };
  }
  const created = toUtcTime(own(properties, 'createdDateTime'));
  const time = toUtcTime(own(envelope, 'time')) ?? created;
  return {
    kind: 'sign-in',
    signIn: {
      envelope,
      properties,
      category: category.name,
      code,
      time: time ?? position.enqueuedTime,
      createdTime: created,
      recordId: readId(properties) ?? hashOf(record),
      notes: notesOf(category, note, time),
    },
  };
}

function notesOf(
  category: Category,
  note: 'no-code' | 'code-conflict' | undefined,
  time: string | undefined,
): SignInNote[] {
  const notes: SignInNote[] = note === undefined ? [] : [note];
  if (time === undefined) notes.push('time-from-enqueued');
  if (category.kind === 'sign-in' && !category.known) notes.push('new-category');
  return notes;
}

/** Entra's ids are GUIDs or short base64url texts. What is longer, or holds anything else, would have to be cut or escaped. */
function readId(properties: JsonObject): string | undefined {
  const id = toText(own(properties, 'id'))?.trim();
  return id !== undefined && /^[\x21-\x7e]{1,128}$/.test(id) ? id : undefined;
}

/** Azure Monitor delivers some records twice, with nothing changed but the envelope's time. */
function hashOf(record: JsonObject): string {
  const content = Object.fromEntries(
    Object.entries(record).filter(([name]) => !/^(time|timegenerated( \[utc\])?)$/i.test(name)),
  );
  return `sha256:${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`;
}
