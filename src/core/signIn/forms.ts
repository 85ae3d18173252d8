import { isObject, type JsonObject, own } from '../json/types.ts';
import { toText, unwrapJson } from './values.ts';

/** A record in the form of the wire: the envelope of Azure Monitor, and the sign-in's own properties inside. */
export interface WireForm {
  readonly envelope: JsonObject;
  readonly properties: JsonObject;
}

export type FormResult =
  | ({ readonly ok: true } & WireForm)
  | { readonly ok: false; readonly envelope: JsonObject; readonly detail: string };

const ENVELOPE_NAMES = [
  'time',
  'resourceId',
  'operationName',
  'category',
  'tenantId',
  'resultType',
  'resultDescription',
  'callerIpAddress',
  'correlationId',
  'identity',
  'location',
  'properties',
];
const envelopeNames = new Map(ENVELOPE_NAMES.map((name) => [name.toLowerCase(), name]));

/**
 * Log Analytics columns that belong to the envelope. Two of them would otherwise pass for something else:
 * `TenantId` is the workspace there, not the Entra tenant, and `ResourceId` the log's source, not the sign-in's target.
 */
const flatEnvelope = new Map([
  ['timegenerated', 'time'],
  ['category', 'category'],
  ['type', 'table'],
  ['resulttype', 'resultType'],
  ['resultdescription', 'resultDescription'],
  ['aadtenantid', 'tenantId'],
  ['correlationid', 'correlationId'],
  ['ipaddress', 'callerIpAddress'],
  ['location', 'location'],
  ['tenantid', 'workspaceId'],
  ['resourceid', 'resourceId'],
]);

/** Log Analytics columns whose property is not the column's name with a small first letter. */
const flatProperties = new Map([
  ['recordid', 'id'],
  ['ipaddress', 'ipAddress'],
  ['ipaddressfromresourceprovider', 'ipAddressFromResourceProvider'],
  ['locationdetails', 'location'],
  ['conditionalaccesspolicies', 'appliedConditionalAccessPolicies'],
  ['resourceidentity', 'resourceId'],
  ['riskeventtypes_v2', 'riskEventTypes_v2'],
]);

const FLAT_MARKS = [
  'TimeGenerated',
  'ResultType',
  'CreatedDateTime',
  'UserPrincipalName',
  'CorrelationId',
  'AppId',
];

/**
 * Brings a record into wire form, whichever of the three it came in: wire (also with envelope names in other case, or
 * `properties` as JSON text), flat Log Analytics columns, or a Graph `signIn` object, which is its own properties.
 * Not ok only when there are `properties` that cannot be read: then most of the sign-in would be missing.
 */
export function toWireForm(record: JsonObject): FormResult {
  const envelope = Object.hasOwn(record, 'resultType') ? record : withEnvelopeNames(record);
  if (Object.hasOwn(envelope, 'properties')) return fromEnvelope(envelope);
  if (FLAT_MARKS.some((name) => Object.hasOwn(record, name) || Object.hasOwn(record, `${name} [UTC]`))) {
    return { ok: true, ...fromFlat(record) };
  }
  return { ok: true, envelope, properties: record };
}

function fromEnvelope(envelope: JsonObject): FormResult {
  const properties = unwrapJson(own(envelope, 'properties'));
  if (isObject(properties)) return { ok: true, envelope, properties };
  if (toText(properties) === undefined && !Array.isArray(properties))
    return { ok: true, envelope, properties: {} };
  return { ok: false, envelope, detail: 'properties is neither an object nor JSON text of one' };
}

/** Post-processed copies write `resulttype`, `calleripaddress` and the like. Members with other names stay as they are. */
function withEnvelopeNames(record: JsonObject): JsonObject {
  const entries = Object.entries(record);
  if (!entries.some(([name]) => isRespelled(name))) return record;
  return Object.fromEntries(
    entries.map(([name, value]) => [envelopeNames.get(name.toLowerCase()) ?? name, value]),
  );
}

/** Small letters only: PascalCase names are those of the flat form, which is read differently. */
function isRespelled(name: string): boolean {
  return name === name.toLowerCase() && envelopeNames.has(name) && envelopeNames.get(name) !== name;
}

function fromFlat(record: JsonObject): WireForm {
  const envelope: Record<string, unknown> = Object.create(null);
  const properties: Record<string, unknown> = Object.create(null);
  for (const [column, value] of Object.entries(record)) {
    const name = column.replace(/ \[UTC\]$/, '');
    const key = name.toLowerCase();
    const inEnvelope = flatEnvelope.get(key);
    if (inEnvelope !== undefined) envelope[inEnvelope] = value;
    if (inEnvelope === undefined || flatProperties.has(key)) {
      properties[flatProperties.get(key) ?? name.charAt(0).toLowerCase() + name.slice(1)] = unwrapJson(value);
    }
  }
  return { envelope, properties };
}
