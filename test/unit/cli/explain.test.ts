import { describe, expect, it } from 'vitest';
import { findRecord } from '../../../src/cli/explain/findRecord.ts';
import { toReport } from '../../../src/cli/explain/report.ts';
import { valuesNamedIn } from '../../../src/cli/explain/story.ts';
import { loadKnowledge } from '../../../src/cli/knowledge.ts';
import { LANGUAGES, type Language } from '../../../src/cli/language.ts';
import { widthOf } from '../../../src/cli/text.ts';
import { createEnricher } from '../../../src/core/enrich.ts';
import { FIXTURES, fixture, signIn } from '../core/support.ts';
import { plainScreen } from './support.ts';

const knowledge = await loadKnowledge([]);
const enrich = createEnricher({ ...knowledge, rowDetail: 'compact', minRowLevel: 'Low', alertPolicy: [] });

async function* bodiesOf(bodies: readonly unknown[]) {
  for (const body of bodies) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    yield { file: 'log.json', position: 'whole file', bytes: Buffer.from(text) };
  }
}
const find = (bodies: readonly unknown[], number: number) =>
  findRecord(bodiesOf(bodies), number, enrich, '2026-06-01T00:00:00Z');

async function report(body: unknown, language: Language = 'en', columns = 100): Promise<string[]> {
  const found = await find([body], 1);
  if (typeof found === 'number') throw new Error('no record');
  return toReport(found, knowledge, language, plainScreen(columns));
}
const story = async (body: unknown, language: Language = 'en') =>
  (await report(body, language)).join(' ').replace(/\s+/g, ' ');

describe('the record of a number', () => {
  const bodies = [{ records: [{ id: 1 }, signIn({}), signIn({})] }, '', 'not json', [signIn({})]];

  it.each([
    [1, 'dead-letter', 'not-a-sign-in'],
    [2, 'row-with-alert', 'alerted'],
    [4, 'skipped', 'empty-body'],
    [5, 'dead-letter', 'not-json'],
    [6, 'row-with-alert', 'alerted'],
  ])('%i is a %s', async (number, kind, reason) => {
    expect(await find(bodies, number)).toMatchObject({ number, outcome: { kind, reason } });
  });

  it('is counted through, where there is none', async () => {
    expect(await find(bodies, 7)).toBe(6);
    expect(await find([], 1)).toBe(0);
  });
});

describe('a sign-in in words', () => {
  it('says who, what, where, when and with what result', async () => {
    expect(await story(signIn({}))).toContain(
      'At 2026-03-04 09:14:55 UTC, first.last@example.com tried to sign in to Example Mail (resource: Example Directory) from 203.0.113.40 (DE, Berlin, AS64500), and was refused (code 50126).',
    );
    expect(await story(signIn({}), 'ja')).toContain('first.last@example.com が 203.0.113.40');
    expect(await story(signIn({ resultType: '0' }, { status: {} }))).toContain('signed in to Example Mail');
    expect(await story(signIn({ resultType: '50076' }, { status: {} }))).toContain(
      'asked for a further step',
    );
    expect(await story(signIn({ resultType: '50034' }, { status: {} }))).toContain(
      'which ended with code 50034',
    );
  });

  it('takes names from the log as they are, whatever they mean in a replacement', async () => {
    const appDisplayName = "Shop $& $` $' $$ , x";
    for (const language of ['en', 'ja'] as const) {
      expect(await story(signIn({}, { appDisplayName }), language)).toContain(appDisplayName);
    }
  });

  it('of a workload names it, and what it reached for', async () => {
    expect(await story(fixture('ServicePrincipalSignInLogs'))).toMatch(/the service principal \S/);
    expect(await story(fixture('ManagedIdentitySignInLogs'))).toMatch(/the managed identity \S/);
  });

  it('puts the record’s values beside the columns that a step names', async () => {
    const lines = await report(signIn({}));
    expect(lines.map((line) => line.trim())).toEqual(
      expect.arrayContaining(['> UserPrincipalName first.last@example.com', '> IPAddress 203.0.113.40']),
    );
    expect(
      valuesNamedIn('UserAgent, IPAddress and IPAddresses; Nothing', { IPAddress: 'x', Other: 1 }),
    ).toEqual([['IPAddress', 'x']]);
  });

  it('notes what was decided while it was read', async () => {
    expect(await story(signIn({ resultType: '50011' }))).toContain('resultType is the one that counts');
    expect(await story(signIn({ resultType: undefined }, { status: {} }))).toContain('holds no result code');
    const timeless = await story(signIn({ time: undefined }, { createdDateTime: undefined }));
    expect(timeless).toContain('At a time that the record does not hold');
    expect(timeless).not.toContain('2026-06-01');
    expect(await story(signIn({ category: 'NewSignInLogs' }))).toContain('does not know yet');
  });

  it('of a code outside the catalog gives the record’s own description', async () => {
    const record = signIn({ resultType: '50034', resultDescription: 'no such account' }, { status: {} });
    expect(await story(record)).toContain('The record itself says: no such account');
  });
});

describe('what becomes no row', () => {
  it('is told with its reason', async () => {
    expect(await story({ category: 'AuditLogs' })).toMatch(/left out.*\(other-category\)/);
    expect(await story('{"a":')).toMatch(/dead letter.*\(not-json\).*It begins with \{"a":/);
    expect(await story({ category: 'AuditLogs' }, 'ja')).toMatch(/対象外.*\(other-category\)/);
  });
});

describe.each(LANGUAGES)('every report in %s', (language) => {
  const evil = '\u001b[2J\u202e\u0007長い文字列\n'.repeat(50);
  const bodies: unknown[] = [
    ...FIXTURES,
    signIn(
      { callerIpAddress: evil, location: evil },
      { userPrincipalName: evil, appDisplayName: evil, userAgent: evil },
    ),
    signIn({ resultType: '50034', resultDescription: evil }, { status: {} }),
    evil,
    { what: evil },
  ];
  it.each([40, 80, 100])('fits %i columns and holds nothing that a terminal obeys', async (columns) => {
    for (const body of bodies) {
      for (const line of await report(body, language, columns)) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        if (!line.startsWith('  https://')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }
    }
  });
});
