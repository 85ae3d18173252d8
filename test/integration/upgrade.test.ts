import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { createConfiguredEnricher } from '../../src/compose.ts';
import { ALL_COLUMNS } from '../../src/core/row/columns.ts';
import { fromDeadLetterContent } from '../../src/delivery/readDeadLetters.ts';
import { redeliverSpill } from '../../src/delivery/redeliverSpill.ts';
import { fromSpillContent, toSpillBlob } from '../../src/delivery/spill.ts';
import { toRowLine } from '../../src/delivery/spillLines.ts';
import { createGenerator } from '../../src/sandbox/generator/records.ts';
import { toRowCheck } from '../../src/sandbox/logsIngestion/rowSchema.ts';
import { createInstance, createWorld, lettersIn, type World } from '../support/delivery.ts';
import { rowOutcome } from '../support/outcomes.ts';

// docs/upgrade.md: table and rule first, then the code, and back.

const NEW_COLUMN = { name: 'ColumnOfTheNextVersion', type: 'string' } as const;

const enrich = createConfiguredEnricher({ ROW_DETAIL: 'full', MIN_ROW_LEVEL: 'Low' });
const rows = (() => {
  const { event } = createGenerator({ seed: 5, start: new Date('2026-11-16T08:00:00Z') });
  const position = { partition: '0', sequenceNumber: 1, enqueuedTime: '2026-11-16T08:00:00.000Z' };
  return enrich({ body: Buffer.from(event(200)), position }).flatMap((outcome) =>
    'row' in outcome ? [outcome.row] : [],
  );
})();

describe('columns', () => {
  it('of the first version are all there, with the same types: Log Analytics cannot change one', () => {
    const first: Record<string, string> = JSON.parse(
      readFileSync(new URL('../fixtures/columns-0.1.0.json', import.meta.url), 'utf8'),
    );
    const now = Object.fromEntries(ALL_COLUMNS.map(({ name, type }) => [name, type]));
    expect(now).toMatchObject(first);
  });

  it('of the next version do not keep rows of this one from the stream', () => {
    const check = toRowCheck('Custom-EntraSigninRisk_CL', [...ALL_COLUMNS, NEW_COLUMN]);
    expect(rows.length).toBeGreaterThan(150);
    expect(rows.map(check).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('are lost when the code comes before the rule, which is why it never does', () => {
    const check = toRowCheck('Custom-EntraSigninRisk_CL', ALL_COLUMNS);
    expect(check({ ...rows[0], [NEW_COLUMN.name]: 'x' })).toBe(
      "the stream declares no column 'ColumnOfTheNextVersion'",
    );
  });
});

describe('what waits while the version changes', () => {
  let world: World;
  beforeEach(() => {
    world = createWorld();
  });

  async function put(line: string): Promise<string> {
    const source = { ...rowOutcome(0).source };
    const { name, content, metadata } = await toSpillBlob({ sink: 'rows', lines: [line], source });
    await world.spills.put(name, content, 1, { ...metadata, toolversion: '99.0.0', later: 'yes' });
    return name;
  }
  const redeliver = (name: string) =>
    redeliverSpill(createInstance(world).parts, 'rows', {
      name,
      bytes: 1,
      metadata: world.spills.blobs.get(name)?.metadata ?? {},
    });

  it('a spill of the next version is delivered by this one, also with members that it does not know', async () => {
    const line = toRowLine(rowOutcome(0)).replace(
      '{"source":',
      '{"memberOfTheNextVersion":{"a":1},"source":',
    );
    const name = await put(line);
    expect(await redeliver(name)).toMatchObject({ delivered: 1, deadLetters: 0 });
    expect(world.rows.arrived).toEqual([rowOutcome(0).json.toString()]);
  });

  it('one that it cannot read becomes a dead letter with its very bytes, which can be put back', async () => {
    const name = await put('{"form":"of the next version"}');
    expect(await redeliver(name)).toMatchObject({ delivered: 0, deadLetters: 1 });
    const [letter] = lettersIn(world);
    expect(letter).toMatchObject({ reason: 'unreadable-spill', detail: expect.stringContaining(name) });
    expect(letter?.bytes.toString()).toBe('{"form":"of the next version"}');
    expect(world.spills.blobs.size).toBe(0);
  });

  it('dead letters of the next version can be listed and sent again by this one', () => {
    const line = {
      reason: 'reason-of-the-next-version',
      detail: '',
      source: { partition: '0', sequenceNumber: 1, enqueuedTime: '2026-11-16T08:00:00.000Z', index: 0 },
      toolVersion: '99.0.0',
      bytesBase64: '',
      memberOfTheNextVersion: 1,
    };
    expect(fromDeadLetterContent(Buffer.from(`${JSON.stringify(line)}\n`))).toMatchObject([
      { reason: 'reason-of-the-next-version' },
    ]);
  });

  it('a spill of this version says which one wrote it', async () => {
    const source = rowOutcome(0).source;
    const { content, metadata } = await toSpillBlob({ sink: 'rows', lines: ['{}'], source });
    expect(metadata['toolversion']).toMatch(/^\d+\.\d+\.\d+/);
    expect(await fromSpillContent(content)).toEqual(['{}']);
  });
});
