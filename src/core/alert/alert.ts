import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { CatalogEntry } from '../catalogSchema.ts';
import { toKqlString } from '../kqlString.ts';
import type { Classification } from '../risk/classify.ts';
import { TABLE_NAME } from '../row/columns.ts';
import type { Row } from '../row/row.ts';
import { cutToBytes } from '../row/truncate.ts';

/** One alert: a CloudEvents 1.0 event, and its id for those who drop repeats. */
export interface Alert {
  readonly id: string;
  /** The event as JSON, at most MAX_ALERT_BYTES of UTF-8. */
  readonly text: string;
}

/** A storage queue message holds 64 KiB, and base64 makes 48 KiB into that. */
export const MAX_ALERT_BYTES = 48 * 1024;

/** The version is part of the type: a consumer can tell when the data's shape changes. */
export const ALERT_TYPE = 'entra-signin-risk.alert.v1';

const WHO = [
  'UserPrincipalName',
  'UserId',
  'UserDisplayName',
  'UserType',
  'ServicePrincipalName',
  'ServicePrincipalId',
  'HomeTenantId',
];
const WHAT = [
  'Category',
  'AppDisplayName',
  'AppId',
  'ResourceDisplayName',
  'ResourceIdentity',
  'ClientAppUsed',
  'AuthenticationProtocol',
  'AuthenticationRequirement',
  'ConditionalAccessStatus',
  'ResultDetail',
  'RiskLevelDuringSignIn',
];
const WHERE = [
  'IPAddress',
  'Location',
  'LocationDetails',
  'AutonomousSystemNumber',
  'UserAgent',
  'DeviceDetail',
];

/** Steps of shortening, in bytes per field. The catalog's texts stay whole: they are what the reader needs most. */
const FIELD_LIMITS = [2048, 256, 64];

/**
 * The alert of a sign-in. Its id is made of record id and code, so every repeat of the record has the same one.
 * Fields are the row's, under the row's column names; all long text is cut so that the message always fits the queue.
 * Only the RecordId (at most 128 characters) is always whole: the query could not find the row by a part of it.
 */
export function toAlert(row: Row, code: string, classification: Classification): Alert {
  const id = hash('sha256', JSON.stringify([row['RecordId'], code]), 'hex').slice(0, 32);
  let text = '';
  for (const limit of FIELD_LIMITS) {
    text = toCloudEvent(id, row, code, classification, limit);
    if (Buffer.byteLength(text) <= MAX_ALERT_BYTES) break;
  }
  return { id, text };
}

/** The event's JSON, put together of that of its parts: the catalog's, which is most of it, is always the same. */
function toCloudEvent(
  id: string,
  row: Row,
  code: string,
  { level, basis, name, entry }: Classification,
  limit: number,
): string {
  const recordId = String(row['RecordId']);
  const field = (column: string): unknown => shorten(row[column], limit);
  const group = (columns: readonly string[]): object =>
    Object.fromEntries(
      columns.filter((column) => row[column] !== undefined).map((column) => [column, field(column)]),
    );
  const envelope = membersOf({
    specversion: '1.0',
    id,
    source: `/tenants/${encodeURIComponent(String(field('AADTenantId') ?? 'unknown'))}/sign-ins`,
    type: ALERT_TYPE,
    subject: recordId,
    time: row['CreatedDateTime'],
    datacontenttype: 'application/json',
  });
  const found = membersOf({
    level,
    code,
    name,
    basis,
    catalogVersion: row['CatalogVersion'],
    kind: entry?.facts.kind,
    outcome: entry?.facts.outcome,
    passwordProven: field('PasswordProven'),
    attack: entry?.facts.attack,
    time: row['CreatedDateTime'],
    who: group(WHO),
    what: group(WHAT),
    where: group(WHERE),
  });
  const known = entry === undefined ? '' : `${catalogMembersOf(entry)},`;
  const rest = membersOf({
    recordId,
    correlationId: field('CorrelationId'),
    eventPosition: field('EventPosition'),
    query: `${TABLE_NAME} | where RecordId == ${toKqlString(recordId)}`,
  });
  return `{${envelope},"data":{${found},${known}${rest}}}`;
}

/** The JSON of an object that is not empty, without its braces. */
function membersOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}

const catalogMembers = new WeakMap<CatalogEntry, string>();

function catalogMembersOf(entry: CatalogEntry): string {
  const before = catalogMembers.get(entry);
  if (before !== undefined) return before;
  const { summary, explanation, rationale, remediation, benignCauses, maliciousSigns, links } = entry;
  const members = membersOf({
    summary,
    explanation,
    rationale,
    remediation,
    benignCauses,
    maliciousSigns,
    links,
  });
  catalogMembers.set(entry, members);
  return members;
}

function shorten(value: unknown, limit: number): unknown {
  if (typeof value === 'string') return cutToBytes(value, limit);
  if (typeof value !== 'object' || value === null) return value;
  const json = JSON.stringify(value);
  return Buffer.byteLength(json) <= limit ? value : cutToBytes(json, limit);
}
