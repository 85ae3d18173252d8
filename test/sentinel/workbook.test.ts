import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readContent } from '../../scripts/sentinel/content.ts';
import { CHOSEN } from '../../scripts/sentinel/workbook.ts';
import { check } from '../../src/kql/language/check.ts';
import { endedSessions } from '../../src/sandbox/generator/stories/endedSessions.ts';
import { mfaFatigue } from '../../src/sandbox/generator/stories/mfaFatigue.ts';
import { newLaptops } from '../../src/sandbox/generator/stories/newLaptops.ts';
import { partnerTenants } from '../../src/sandbox/generator/stories/partnerTenants.ts';
import { passwordSpray } from '../../src/sandbox/generator/stories/passwordSpray.ts';
import { wrongSecret } from '../../src/sandbox/generator/stories/wrongSecret.ts';
import { clock } from '../../src/sandbox/generator/storyteller.ts';
import { ask } from './support/ask.ts';
import { database, WARM_UP_TIMEOUT } from './support/database.ts';
import { rowsOf } from './support/rows.ts';

// The first query binds the functions.
vi.setConfig({ testTimeout: WARM_UP_TIMEOUT });

const itemSchema = z.looseObject({
  type: z.number(),
  name: z.string(),
  content: z.looseObject({
    query: z.string().optional(),
    visualization: z.string().optional(),
    title: z.string().optional(),
    noDataMessage: z.string().optional(),
    timeContextFromParameter: z.string().optional(),
    showExportToExcel: z.boolean().optional(),
    parameters: z.array(z.looseObject({ name: z.string(), isGlobal: z.literal(true) })).optional(),
    get items() {
      return z.array(itemSchema).optional();
    },
  }),
});
type Item = z.infer<typeof itemSchema>;

const workbook = z
  .strictObject({
    version: z.literal('Notebook/1.0'),
    items: z.array(itemSchema),
    fallbackResourceIds: z.array(z.string()).max(0),
    fromTemplateId: z.literal('sentinel-EntraSigninRisk'),
    $schema: z.url(),
  })
  .parse(JSON.parse(readContent('workbook/EntraSigninRisk.json')));

const flat = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...flat(item.content.items ?? [])]);
const all = flat(workbook.items);
const tiles = all.filter(({ content }) => content.query !== undefined);
const parameters = all.flatMap(({ content }) => content.parameters ?? []);

const toAsked = (query: string) =>
  query.replace(/\{(\w+)\}/g, (_, name: string) => CHOSEN[name] ?? `{${name}}`);

const rows = rowsOf((stage) => {
  for (const story of [passwordSpray, mfaFatigue, partnerTenants, wrongSecret, endedSessions, newLaptops])
    story.tell(stage.teller);
  for (const code of [53003, 50057, 50126]) stage.signIn(clock('20:00'), { user: stage.user(8) }, code);
});
const exclusion = {
  SearchKey: '1',
  EntryType: 'user',
  Value: 'user0042@example.com',
  Code: '',
  Rule: '',
  ExpiresOn: '2026-11-20',
  Reason: 'test',
};
const run = (query: string) => ask(query, rows, { watchlists: { EntraRiskExclusions: [exclusion] } });

describe.each(tiles)('tile $name', ({ content }) => {
  const { query = '' } = content;

  it('asks a query that binds without error or warning, whatever is chosen', () => {
    const asked = toAsked(query);
    expect(asked).not.toMatch(/\{\w+\}/);
    const { diagnostics, columns } = check(asked, database());
    expect(diagnostics).toEqual([]);
    expect(Object.keys(columns ?? {}).length).toBeGreaterThan(0);
    if (content.visualization !== 'table') return;
    const times = Object.entries(columns ?? {}).flatMap(([column, type]) =>
      type === 'datetime' ? [column] : [],
    );
    const inUtc = times.filter((column) => !column.endsWith('Local'));
    // Beside each time in UTC stands the reader's own.
    expect(times.filter((column) => column.endsWith('Local'))).toEqual(
      inUtc.map((column) => `${column}Local`),
    );
  });

  it('says something of a day with every kind of sign-in', () => {
    expect(run(toAsked(query)).length, query).toBeGreaterThan(0);
  });

  it('follows the time range, says when there is nothing, and can be exported', () => {
    expect(content.timeContextFromParameter).toBe('TimeRange');
    expect(content.noDataMessage).toMatch(/ \/ /);
    expect(content.title).toMatch(/.+ \/ .*[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]/u);
    expect(content.showExportToExcel).toBe(true);
    if (content.visualization === 'table') expect(query).toMatch(/\| (top 500 by|sort by) /);
  });
});

describe('the workbook', () => {
  it('has the tabs and enough kinds of charts', () => {
    expect(all.filter(({ type }) => type === 12).map(({ name }) => name)).toEqual([
      'overview',
      'codes',
      'people',
      'workloads',
      'borders',
      'unknown',
      'handover',
      'health',
    ]);
    expect(new Set(tiles.map(({ content }) => content.visualization)).size).toBeGreaterThanOrEqual(5);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('uses every parameter, and no other', () => {
    const used = new Set(tiles.flatMap(({ content }) => content.query?.match(/(?<=\{)\w+(?=\})/g) ?? []));
    expect([...used, 'TimeRange'].sort()).toEqual(parameters.map(({ name }) => name).sort());
    expect(Object.keys(CHOSEN).sort()).toEqual([...used].sort());
  });

  it('holds no id of a subscription or tenant', () => {
    expect(JSON.stringify(workbook)).not.toMatch(/subscriptions\/|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  });
});
