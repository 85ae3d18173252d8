import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json/types.ts';
import { ALL_COLUMNS } from '../../../src/core/row/columns.ts';
import { catalog, FIXTURES, onlyRow, outcomesOf, rowOf, signIn, toEnricher } from './support.ts';

const NAMES = ALL_COLUMNS.map(({ name }) => name);

/** Names that a custom table may not use for its own columns (Log Analytics, column name rules). */
const RESERVED = [
  'id',
  'BilledSize',
  'IsBillable',
  'InvalidTimeGenerated',
  'TenantId',
  'Title',
  'Type',
  'UniqueId',
  '_ItemId',
  '_ResourceGroup',
  '_ResourceId',
  '_SubscriptionId',
  '_TimeReceived',
].map((name) => name.toLowerCase());

describe('column names', () => {
  it('are unique, whatever their case, and follow the rules of Log Analytics', () => {
    expect(new Set(NAMES.map((name) => name.toLowerCase())).size).toBe(NAMES.length);
    for (const name of NAMES) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{1,44}$/);
    expect(NAMES.filter((name) => RESERVED.includes(name.toLowerCase()))).toEqual([]);
  });

  it('leave RiskLevel to what SigninLogs means by it', () => {
    expect(NAMES).toContain('ResultRiskLevel');
    expect(NAMES).not.toContain('RiskLevel');
  });
});

const reference = new URL('../../../../shared/reference/log-analytics-columns.md', import.meta.url);

it.skipIf(!existsSync(reference))('have the type of the column of that name in SigninLogs', () => {
  const [, section = ''] = /## SigninLogs[^\n]*\n([\s\S]*?)\n## /.exec(readFileSync(reference, 'utf8')) ?? [];
  const types = new Map(
    [...section.matchAll(/^\| (\w+) \| (\w+) \|/gm)].map(([, name, type]) => [name, type]),
  );
  expect(types.size).toBeGreaterThan(60);
  const shared = ALL_COLUMNS.filter(({ name }) => types.has(name));
  expect(shared.length).toBeGreaterThan(35);
  expect(Object.fromEntries(shared.map(({ name, type }) => [name, type]))).toEqual(
    Object.fromEntries(shared.map(({ name }) => [name, types.get(name)?.replace(/^bool$/, 'boolean')])),
  );
});

/** Every value in a row that says nothing, by its path. */
function emptyValues(value: unknown, path: string): string[] {
  if (value === undefined || value === null || value === '') return [path];
  if (typeof value !== 'object') return [];
  const members = Object.entries(value);
  return members.length === 0
    ? [path]
    : members.flatMap(([name, member]) => emptyValues(member, `${path}/${name}`));
}

describe('a row', () => {
  it.each(['compact', 'full'] as const)('holds nothing empty (%s)', (rowDetail) => {
    const rows = outcomesOf(FIXTURES, toEnricher({ rowDetail })).map(rowOf);
    expect(rows.flatMap((row) => emptyValues(row, String(row['Category'])))).toEqual([]);
  });

  it('holds no text of the catalog', () => {
    for (const { code, summary } of catalog.entries) {
      const text = JSON.stringify(
        onlyRow(signIn({ resultType: code }, { status: { errorCode: Number(code) } })),
      );
      expect(text).not.toContain(summary.ja);
      expect(text).not.toContain(summary.en);
    }
  });

  it('holds the description only of a code outside the catalog, the envelope’s first', () => {
    const description = (envelope: JsonObject, failureReason?: string): unknown =>
      onlyRow(signIn(envelope, { status: { failureReason } }))['ResultDescription'];
    expect(description({ resultType: '50126' }, 'said')).toBeUndefined();
    expect(description({ resultType: '7000215', resultDescription: 'told' }, 'said')).toBe('told');
    expect(description({ resultType: '7000215', resultDescription: undefined }, 'said')).toBe('said');
  });

  it('holds the properties only with ROW_DETAIL=full, without what is empty in them', () => {
    const record = signIn({}, { extra: { a: [null, '', [], {}, 0, false] }, nothing: { x: null } });
    const full = onlyRow(record, toEnricher({ rowDetail: 'full' }));
    const { Properties, ...rest } = full;
    expect(rest).toEqual(onlyRow(record));
    expect(Properties).toMatchObject({ userType: 'Member', extra: { a: [0, false] } });
    expect(Properties).not.toHaveProperty('nothing');
  });

  it.each([
    [
      'coordinates 0/0 beside empty names',
      { city: '', state: '', geoCoordinates: { latitude: 0, longitude: 0 } },
    ],
    ['empty coordinates', { geoCoordinates: {} }],
    ['coordinates that are text', { geoCoordinates: { latitude: 52, longitude: '13' } }],
    ['coordinates off the earth', { geoCoordinates: { latitude: 1e308, longitude: 13 } }],
    ['a text', 'Berlin'],
    ['null', null],
  ])('holds no place when the record has %s', (_, location) => {
    expect(onlyRow(signIn({}, { location }))).not.toHaveProperty('LocationDetails');
  });

  it('keeps coordinates on the equator', () => {
    const location = { geoCoordinates: { latitude: 0, longitude: 32.58251234 } };
    expect(onlyRow(signIn({}, { location }))['LocationDetails']).toEqual({
      geoCoordinates: { latitude: 0, longitude: 32.58 },
    });
  });

  it('replaces halves of surrogate pairs, which have no UTF-8 form, wherever they stand', () => {
    const half = '\ud83d';
    const record = signIn(
      { location: half },
      { mfaDetail: { authMethod: half }, [half]: { [half]: [half] } },
    );
    const row = onlyRow(record, toEnricher({ rowDetail: 'full' }));
    expect(row).toMatchObject({ Location: '\ufffd', MfaDetail: { authMethod: '\ufffd' } });
    expect(row['Properties']).toMatchObject({ '\ufffd': { '\ufffd': ['\ufffd'] } });
    expect(JSON.stringify(row)).not.toMatch(/\\ud[89a-f]/);
  });

  it('tells the steps of the sign-in, the declined prompt among them', () => {
    const authenticationDetails = [
      {
        authenticationMethod: 'Password',
        succeeded: true,
        authenticationStepResultDetail: 'Correct password',
      },
      {
        authenticationMethod: 'Mobile app notification',
        succeeded: false,
        authenticationStepResultDetail: 'MFA denied',
      },
      { authenticationMethod: null, succeeded: 'false' },
      {},
      'no step',
    ];
    expect(onlyRow(signIn({}, { authenticationDetails }))['AuthenticationSteps']).toEqual([
      'Password: Correct password',
      'Mobile app notification: MFA denied (failed)',
      '(failed)',
    ]);
  });

  it('tells named locations, of which one may have several names', () => {
    const networkLocationDetails = [
      { networkType: 'trustedNamedLocation', networkNames: ['A', 'B'] },
      { networkType: 'namedNetwork', networkNames: '["C"]' },
      { networkType: 'trustedNamedLocation', networkNames: [] },
    ];
    expect(onlyRow(signIn({}, { networkLocationDetails }))['NamedLocations']).toEqual([
      'A, B (trusted)',
      'C',
      '(trusted)',
    ]);
  });

  it('tells the agent that signed in', () => {
    const agent = { agentType: 'agenticAppInstance', parentAppId: 'x', agentSubjectType: '' };
    expect(onlyRow(signIn({}, { agent }))['Agent']).toEqual({
      agentType: 'agenticAppInstance',
      parentAppId: 'x',
    });
    expect(onlyRow(signIn({}, { agent: { agentType: 'notAgentic' } }))).not.toHaveProperty('Agent');
  });

  it('is not misled by names that every object inherits', () => {
    const record = JSON.parse(
      '{"category":"SignInLogs","resultType":"constructor","properties":{"userId":"x","__proto__":{"appId":"y"},"deviceDetail":{"constructor":1,"__proto__":{"deviceId":"z"}}}}',
    );
    const row = onlyRow(record, toEnricher({ rowDetail: 'full' }));
    expect(row).not.toHaveProperty('AppId');
    expect(row).not.toHaveProperty('DeviceDetail');
    expect(row).not.toHaveProperty('ResultType');
    expect(JSON.stringify(row['Properties'])).toContain('"__proto__":{"deviceId":"z"}');
  });
});
