import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMNS } from '../../../src/core/row/columns.ts';
import { fingerprintOf } from '../../../src/core/row/fingerprint.ts';
import { POSITION, toBytes, toEnricher } from './support.ts';

const enrich = toEnricher();

const PROPERTIES = {
  id: 'a1b2',
  createdDateTime: '2026-03-04T09:59:00Z',
  userPrincipalName: 'user@example.com',
  ipAddress: '203.0.113.7',
};

/** The fingerprint of a sign-in with these changes. */
function of(
  { envelope = {}, properties = {} }: { envelope?: object; properties?: object } = {},
  position = POSITION,
): string {
  const record = {
    time: '2026-03-04T10:00:00Z',
    category: 'SignInLogs',
    resultType: '50126',
    tenantId: '00000000-0000-4000-8000-000000000002',
    ...envelope,
    properties: { ...PROPERTIES, ...properties },
  };
  const [outcome] = enrich({ body: toBytes(record), position });
  if (outcome === undefined || !('fingerprint' in outcome)) throw new Error('no row');
  return outcome.fingerprint;
}

describe('the fingerprint of a record', () => {
  it('is the same in a repeat: another envelope time, another place in the hub', () => {
    expect(of({ envelope: { time: '2026-03-04T10:07:00Z' } })).toBe(of());
    expect(of({}, { partition: '0', sequenceNumber: 9_999, enqueuedTime: '2026-03-05T00:00:00Z' })).toBe(
      of(),
    );
  });

  it('is the same in a repeat of a record that has no time of its own', () => {
    const properties = { createdDateTime: undefined };
    expect(of({ properties, envelope: { time: '2026-03-04T10:07:00Z' } })).toBe(of({ properties }));
    expect(of({ properties })).not.toBe(of());
  });

  it.each([
    [{ envelope: { resultType: '50053' } }],
    [{ envelope: { category: 'NonInteractiveUserSignInLogs' } }],
    [{ envelope: { tenantId: '00000000-0000-4000-8000-000000000003' } }],
    [{ properties: { id: 'a1b3' } }],
    [{ properties: { createdDateTime: '2026-03-04T09:59:01Z' } }],
    [{ properties: { userPrincipalName: 'other@example.com' } }],
    [{ properties: { ipAddress: '203.0.113.8' } }],
    [{ properties: { riskState: 'atRisk' } }],
    [{ properties: { conditionalAccessStatus: 'failure' } }],
  ])('is another one for %j', (change) => {
    expect(of(change)).not.toBe(of());
  });

  it('is 32 characters of one byte each', () => {
    expect(of()).toHaveLength(32);
    expect(Buffer.from(of(), 'latin1').toString('latin1')).toBe(of());
  });

  it('has nothing but the place and the times before the record’s id', () => {
    expect(COLUMNS.slice(0, 4).map(({ name }) => name)).toEqual([
      'TimeGenerated',
      'CreatedDateTime',
      'EventPosition',
      'RecordId',
    ]);
  });

  it('cannot be steered by text of the log that looks like a row', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, other) => {
        fc.pre(text !== other);
        const hostile = (value: string) =>
          JSON.stringify({ TimeGenerated: 'a', EventPosition: `0/1/2,"RecordId":"`, RecordId: value });
        expect(fingerprintOf(hostile(text), undefined)).not.toBe(fingerprintOf(hostile(other), undefined));
      }),
    );
    const name = 'x","RecordId":"a1b2';
    expect(of({ properties: { userPrincipalName: name } })).not.toBe(of());
  });
});
