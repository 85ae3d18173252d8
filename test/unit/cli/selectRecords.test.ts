import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../src/cli/readRecords.ts';
import { selectRecords } from '../../../src/cli/replay/selectRecords.ts';
import { readBodies } from '../../../src/input/read.ts';
import { ROOT } from '../../support/cliRun.ts';

const ANY = { since: undefined, until: undefined };
const at = (text: string) => Date.parse(text);
const record = (id: string, time: string) =>
  JSON.stringify({ time, category: 'SignInLogs', resultType: '0', properties: { id, userId: 'a' } });
const body = (...records: string[]) => Buffer.from(`{"records":[${records.join(',')}]}`);
const idsIn = (bytes: Uint8Array | undefined) =>
  bytes === undefined
    ? []
    : [...readRecords(bytes, '2026-01-01T00:00:00Z')].map((one) =>
        one.kind === 'sign-in' ? one.signIn.recordId : one.reason,
      );

describe('choosing records by their time', () => {
  it('leaves a body as it is where no time is asked for, also one that nothing can read', () => {
    for (const bytes of [body(record('a', '2026-11-16T08:00:00Z')), Buffer.from('no JSON')])
      expect(selectRecords(bytes, ANY)).toMatchObject({ bytes, records: 1, outside: 0, undated: 0 });
    expect(selectRecords(Buffer.from('  '), ANY).bytes).toBeUndefined();
  });

  it('takes what is not before since and before until, by the very bytes', () => {
    const records = ['07:59:59.9999999', '08:00:00', '08:30:00', '09:00:00'].map((time, index) =>
      record(`r${index}`, `2026-11-16T${time}Z`),
    );
    const span = { since: at('2026-11-16T08:00:00Z'), until: at('2026-11-16T09:00:00Z') };
    const { bytes, ...counts } = selectRecords(body(...records), span);
    // A millisecond is the grain of the options.
    expect(idsIn(bytes)).toEqual(['r1', 'r2']);
    expect(counts).toEqual({ records: 2, outside: 2, undated: 0 });
    expect(Buffer.from(bytes ?? []).toString()).toBe(`{"records":[${records[1]},${records[2]}]}`);
  });

  it('leaves out, and counts, what has no time of a sign-in', () => {
    const undated = JSON.stringify({
      category: 'SignInLogs',
      resultType: '0',
      properties: { id: 'u', userId: 'a' },
    });
    const other = JSON.stringify({ time: '2026-11-16T08:00:00Z', category: 'AuditLogs', resultType: '0' });
    const good = record('good', '2026-11-16T08:00:00Z');
    const { bytes, ...counts } = selectRecords(body(undated, '7', other, good), {
      since: 0,
      until: undefined,
    });
    expect(idsIn(bytes)).toEqual(['good']);
    expect(counts).toEqual({ records: 1, outside: 0, undated: 3 });
  });

  it('takes rows of a query result apart', () => {
    const columns = ['TimeGenerated', 'Category', 'ResultType', 'Id', 'UserId'].map((name) => ({
      name,
      type: 'string',
    }));
    const rows = ['a', 'b'].map((id, hour) => [`2026-11-16T0${hour}:00:00Z`, 'SignInLogs', '50126', id, 'u']);
    const bytes = Buffer.from(JSON.stringify({ tables: [{ name: 'PrimaryResult', columns, rows }] }));
    const all = idsIn(bytes);
    const chosen = selectRecords(bytes, { since: at('2026-11-16T00:30:00Z'), until: undefined });
    expect(chosen.records).toBe(1);
    expect(idsIn(chosen.bytes)).toEqual([all[1]]);
  });

  it('finds the same records in the samples, whether they are cut out or not', async () => {
    const samples = join(ROOT, 'data/samples');
    let counted = 0;
    for (const name of readdirSync(samples).filter((file) => !file.endsWith('.md'))) {
      for await (const { bytes } of readBodies(join(samples, name))) {
        const all = idsIn(bytes);
        const early = selectRecords(bytes, { since: undefined, until: at('2026-11-16T12:00:00Z') });
        const late = selectRecords(bytes, { since: at('2026-11-16T12:00:00Z'), until: undefined });
        expect(early.records + early.outside + early.undated).toBe(all[0] === 'empty-body' ? 0 : all.length);
        expect(late.records).toBe(early.outside);
        const parts = [...idsIn(early.bytes), ...idsIn(late.bytes)];
        expect(all).toEqual(expect.arrayContaining(parts));
        counted += parts.length;
      }
    }
    expect(counted).toBeGreaterThan(190);
  });
});
