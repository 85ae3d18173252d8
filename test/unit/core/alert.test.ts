import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ALERT_TYPE, type Alert, MAX_ALERT_BYTES, toAlert } from '../../../src/core/alert/alert.ts';
import { createClassifier } from '../../../src/core/risk/classify.ts';
import { ALL_COLUMNS } from '../../../src/core/row/columns.ts';
import { MAX_FIELD_BYTES } from '../../../src/core/row/row.ts';
import { cutToBytes } from '../../../src/core/row/truncate.ts';
import { catalog, fixture, names, outcomesOf, signIn, toEnricher } from './support.ts';

// CloudEvents 1.0.2, "Type System": strings hold no control characters, halves of pairs or noncharacters.
const attribute = z.string().regex(/^[^\p{Cc}\p{Cs}\ufdd0-\ufdef\ufffe\uffff]+$/u);
const eventSchema = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  source: attribute.regex(/^\/tenants\/[A-Za-z0-9._~!'()*%-]+\/sign-ins$/),
  type: z.literal(ALERT_TYPE),
  subject: attribute,
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.looseObject({
    level: z.string(),
    code: z.string(),
    who: z.record(z.string(), z.unknown()),
    what: z.record(z.string(), z.unknown()),
    where: z.record(z.string(), z.unknown()),
    recordId: z.string(),
    query: z.string(),
  }),
});

function alertOf(record: unknown, enricher = toEnricher()): Alert {
  const [outcome] = outcomesOf(record, enricher);
  if (outcome === undefined || !('alert' in outcome) || outcome.alert === undefined)
    throw new Error(`no alert: ${JSON.stringify(outcome)}`);
  return outcome.alert;
}
const eventOf = (alert: Alert) => eventSchema.parse(JSON.parse(alert.text));

const QUERY = /^EntraSigninRisk_CL \| where RecordId == "((?:[A-Za-z0-9 :._@-]|\\u[0-9a-f]{4})*)"$/;

/** The RecordId that a query looks for. */
function idIn(query: string): string {
  const [, literal] = QUERY.exec(query) ?? [];
  if (literal === undefined) throw new Error(`not the one expected form of query: ${query}`);
  return literal.replace(/\\u([0-9a-f]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

describe('an alert', () => {
  it('is a CloudEvents message with who, what and where, the catalog’s words and the way to the row', () => {
    const alert = alertOf(fixture('SignInLogs'));
    const entry = catalog.entries.find(({ code }) => code === '50126');
    expect(eventOf(alert)).toEqual({
      specversion: '1.0',
      id: alert.id,
      source: '/tenants/aaaaaaaa-0000-4000-8000-000000000001/sign-ins',
      type: 'entra-signin-risk.alert.v1',
      subject: 'dddddddd-0000-4000-8000-000000000001',
      time: '2026-03-04T09:14:55.3001Z',
      datacontenttype: 'application/json',
      data: {
        level: 'High',
        code: '50126',
        name: 'InvalidUserNameOrPassword',
        basis: 'catalog',
        catalogVersion: catalog.version,
        time: '2026-03-04T09:14:55.3001Z',
        who: {
          UserPrincipalName: 'first.last@example.com',
          UserId: 'bbbbbbbb-0000-4000-8000-000000000001',
        },
        what: {
          Category: 'SignInLogs',
          AppDisplayName: 'Example Mail',
          AppId: 'eeeeeeee-0000-4000-8000-000000000001',
          ResourceDisplayName: 'Example Directory',
          ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000002',
          ClientAppUsed: 'Browser',
          ResultDetail: "The user didn't enter the right credentials.",
        },
        where: {
          IPAddress: '203.0.113.40',
          Location: 'DE',
          LocationDetails: { city: 'Berlin', geoCoordinates: { latitude: 52.52, longitude: 13.4 } },
          AutonomousSystemNumber: '64500',
          UserAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
          DeviceDetail: { operatingSystem: 'Linux' },
        },
        kind: 'credential',
        outcome: 'failure',
        passwordProven: false,
        attack: ['T1110.001', 'T1110.003', 'T1110.004'],
        summary: entry?.summary,
        explanation: entry?.explanation,
        rationale: entry?.rationale,
        remediation: entry?.remediation,
        benignCauses: entry?.benignCauses,
        maliciousSigns: entry?.maliciousSigns,
        links: entry?.links,
        recordId: 'dddddddd-0000-4000-8000-000000000001',
        correlationId: 'cccccccc-0000-4000-8000-000000000001',
        eventPosition: '3/42/0',
        query: 'EntraSigninRisk_CL | where RecordId == "dddddddd-0000-4000-8000-000000000001"',
      },
    });
  });

  it('has an id made of record and code: the same for a repeat, another for anything else', () => {
    const { id } = alertOf(signIn({}));
    expect(alertOf(signIn({ time: '2026-03-05T00:00:00Z' })).id).toBe(id);
    const others = [
      alertOf(signIn({}, { id: 'other' })),
      alertOf(signIn({ resultType: '50011' }, { status: {} })),
      alertOf(signIn({}, { id: undefined })),
    ];
    expect(new Set([id, ...others.map((other) => other.id)]).size).toBe(4);
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['not for an address', 'a b/../c?d#e\u0000"\ud800é'],
    ['very long', '😀'.repeat(20_000)],
  ])('has a valid source when the tenant is %s', (_, tenantId) => {
    const { source } = eventOf(alertOf(signIn({ tenantId })));
    expect(new URL(source, 'https://example.com').pathname).toBe(source);
  });

  it('is there whatever rows are filtered', () => {
    const whole = alertOf(signIn({}));
    for (const options of [{ categories: ['ADFSSignInLogs'] }, { minRowLevel: 'High' }] as const) {
      expect(alertOf(signIn({}), toEnricher(options))).toEqual(whole);
    }
    const low = toEnricher({ minRowLevel: 'High', alertPolicy: [{ action: 'send', reason: 'a test' }] });
    const [outcome] = outcomesOf(signIn({ resultType: '0' }), low);
    expect(outcome).toMatchObject({
      kind: 'skipped',
      reason: 'filtered-level',
      alert: { id: expect.any(String) },
    });
  });
});

describe('the size of an alert', () => {
  const classify = createClassifier({ catalog, names });

  it.each([
    ['control characters', '\u0001'],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['emoji', '😀'],
    ['Japanese', '日'],
  ])('is at most 48 KB for every code with 64 KB of %s in every field', (_, unit) => {
    const hostile = cutToBytes(unit.repeat(65_536), MAX_FIELD_BYTES);
    const row = {
      ...Object.fromEntries(
        ALL_COLUMNS.map(({ name, type }) => [name, type === 'dynamic' ? { hostile } : hostile]),
      ),
      RecordId: '"'.repeat(128),
      CatalogVersion: catalog.version,
      CreatedDateTime: '2026-03-04T09:14:55.3001Z',
    };
    for (const { code } of catalog.entries) {
      const alert = toAlert(row, code, classify(code));
      expect(Buffer.byteLength(alert.text)).toBeLessThanOrEqual(MAX_ALERT_BYTES);
      expect(idIn(eventOf(alert).data.query)).toBe(row.RecordId);
    }
  });

  it('leaves the catalog’s texts whole, and shortens the fields the more', () => {
    const [entry] = catalog.entries;
    if (entry === undefined) throw new Error('an empty catalog');
    const explanation = { ja: '説明'.repeat(3000), en: 'x'.repeat(12_000) };
    const known = { ...classify(entry.code), entry: { ...entry, explanation } };
    const row = Object.fromEntries(ALL_COLUMNS.map(({ name }) => [name, '\u0001'.repeat(65_536)]));
    const fixed = { RecordId: 'x', CatalogVersion: '1', CreatedDateTime: '2026-03-04T09:14:55Z' };
    const alert = toAlert({ ...row, ...fixed }, entry.code, known);
    expect(Buffer.byteLength(alert.text)).toBeLessThanOrEqual(MAX_ALERT_BYTES);
    expect(eventOf(alert).data['explanation']).toEqual(explanation);
  });

  it('shortens fields only as far as it must', () => {
    const { data } = eventOf(alertOf(signIn({}, { userAgent: 'x'.repeat(5000) })));
    expect(data.where['UserAgent']).toBe('x'.repeat(2048));
  });
});

describe('the query of an alert', () => {
  const classification = createClassifier({ catalog, names })('50126');
  const row = (recordId: string) => ({ RecordId: recordId, CreatedDateTime: '2026-03-04T09:00:00Z' });

  it.each([
    'dddddddd-0000-4000-8000-000000000001',
    'a"b',
    "a'b",
    'a\\',
    'a\\"b | drop',
    'line\nbreak\r\u2028\u2029',
    'right\u202eleft\u2066\u200b',
    'a//b/*',
    '日本語😀',
    '",~!#$%^&()+={}[]<>?;`|',
  ])('finds %j and nothing else', (recordId) => {
    const { query } = z
      .object({ data: z.object({ query: z.string() }) })
      .parse(JSON.parse(toAlert(row(recordId), '50126', classification).text)).data;
    expect(idIn(query)).toBe(recordId);
  });

  it.each(['a"b', 'a\\', "'|"])('finds the row of a record whose id is %j', (id) => {
    expect(idIn(eventOf(alertOf(signIn({}, { id }))).data.query)).toBe(id);
  });
});
