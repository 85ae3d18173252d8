import type { SignInRecord } from './record.ts';
import { clock, Storyteller } from './storyteller.ts';
import { toEnvelopeTime } from './timestamps.ts';

/** The name of the file among the samples. */
export const MALFORMED_NAME = '90-malformed-events';

/** An event that is not as it should be: what is wrong with it, and its body. */
export interface MalformedEvent {
  readonly fault: string;
  readonly body: string;
}

/** Events of one line each that a pipeline has to survive, most of them with good records beside the bad. */
export function malformedEvents(seed: number): MalformedEvent[] {
  const next = takeFrom(createRecords(seed, 0));
  const nextFailure = takeFrom(createRecords(seed, 50126));
  const twice = nextFailure();
  const repeated = { ...twice, time: toEnvelopeTime(clock('16:52:08'), 4_027) };
  return [
    { fault: 'no JSON at all', body: 'Service unavailable. Please try again later.' },
    { fault: 'an event that was cut off', body: toBody(next(), next()).slice(0, -1_400) },
    { fault: 'an audit record among sign-ins', body: toBody(next(), auditRecord(next())) },
    { fault: 'a number and null in the place of records', body: toBody(next(), 42, null, next()) },
    { fault: 'an object with nothing of a sign-in', body: toBody(next(), { hello: 'world' }) },
    { fault: 'no records', body: toBody() },
    { fault: '`properties` as JSON text', body: toBody(withPropertiesAsText(next())) },
    { fault: 'a byte order mark before the body', body: `\ufeff${toBody(next())}` },
    {
      fault: '`resultType` with spaces, as a number, with leading zeros, as a word, and missing',
      body: toBody(
        { ...nextFailure(), resultType: ' 50126 ' },
        { ...nextFailure(), resultType: 50126 },
        { ...nextFailure(), resultType: '0050126' },
        { ...nextFailure(), resultType: 'Failure' },
        { ...nextFailure(), resultType: undefined },
      ),
    },
    { fault: 'no `time` in the envelope', body: toBody({ ...next(), time: undefined }) },
    { fault: '`__proto__` and `constructor` as keys', body: withHostileKeys(next()) },
    { fault: 'a sign-in', body: toBody(twice) },
    { fault: 'the same sign-in again, with a later `time` in the envelope', body: toBody(repeated) },
  ];
}

/** Records of users who sign in one after the other, all with the same code. */
function createRecords(seed: number, code: number): SignInRecord[] {
  const teller = new Storyteller(seed, `${MALFORMED_NAME}:${code}`);
  for (let index = 0; index < 15; index += 1) {
    const user = teller.user(310 + index);
    teller.signIn(clock('16:40') + index * 20_000, { user, place: user.office }, code);
  }
  return teller.records();
}

function takeFrom(records: SignInRecord[]): () => SignInRecord {
  return () => {
    const record = records.shift();
    if (record === undefined) throw new RangeError('no record left: let createRecords make more');
    return record;
  };
}

function toBody(...records: readonly unknown[]): string {
  return JSON.stringify({ records });
}

/** A record of the category AuditLogs, which can share the hub; its address is literally `<null>`. */
function auditRecord({ time, resourceId, tenantId, correlationId, properties }: SignInRecord): object {
  return {
    time,
    resourceId,
    operationName: 'Update user',
    operationVersion: '1.0',
    category: 'AuditLogs',
    tenantId,
    resultType: 'Update',
    resultSignature: 'None',
    durationMs: 0,
    callerIpAddress: '<null>',
    correlationId,
    Level: 4,
    properties: {
      id: `Directory_${properties.id}`,
      category: 'UserManagement',
      correlationId,
      result: 'success',
      activityDisplayName: 'Update user',
      activityDateTime: properties.createdDateTime,
      loggedByService: 'Core Directory',
      operationType: 'Update',
      targetResources: [],
    },
  };
}

function withPropertiesAsText(record: SignInRecord): object {
  return { ...record, properties: JSON.stringify(record.properties) };
}

/** Keys that a careless copy would follow into the prototype; written into the text, since no literal can hold them. */
function withHostileKeys(record: SignInRecord): string {
  const hostile = '"__proto__":{"category":"AuditLogs","polluted":true},"constructor":{"prototype":{}},';
  return toBody(record).replace('{"time"', `{${hostile}"time"`).replace('{"id"', `{${hostile}"id"`);
}
