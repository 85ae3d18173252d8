import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromSpillContent, type Spill, toSpillBlob, toSpillContent } from '../../../src/delivery/spill.ts';
import { VERSION } from '../../../src/version.ts';
import { positionOf } from '../../support/outcomes.ts';

const SPILL: Spill = { sink: 'rows', lines: ['{"a":1}', '{"b":"界"}'], source: positionOf(3) };

describe('the blob of a spill', () => {
  it('is named by sink, hour, place and the hash of its lines', async () => {
    const hash = createHash('sha256').update('{"a":1}\n{"b":"界"}\n').digest('hex');
    expect((await toSpillBlob(SPILL)).name).toBe(`rows/2026-01-02-03/1-42-${hash}.jsonl.gz`);
    expect((await toSpillBlob({ ...SPILL, sink: 'alerts' })).name).toBe(
      `alerts/2026-01-02-03/1-42-${hash}.jsonl.gz`,
    );
  });

  it('is the same for a repeat of the batch, and another one for other lines', async () => {
    expect(await toSpillBlob({ ...SPILL, lines: [...SPILL.lines] })).toEqual(await toSpillBlob(SPILL));
    expect((await toSpillBlob({ ...SPILL, lines: ['{"a":1}'] })).name).not.toBe(
      (await toSpillBlob(SPILL)).name,
    );
  });

  it('says so when the sequence number is unknown', async () => {
    const source = { ...positionOf(3), sequenceNumber: null };
    expect((await toSpillBlob({ ...SPILL, source })).name).toMatch(
      /^rows\/2026-01-02-03\/1-unknown-[0-9a-f]{64}\.jsonl\.gz$/,
    );
  });

  it('tells beside it how much it holds, since when, by which version, and that it was not tried', async () => {
    expect((await toSpillBlob(SPILL)).metadata).toEqual({
      count: '2',
      enqueued: '2026-01-02T03:04:05.678Z',
      toolversion: VERSION,
      attempts: '0',
    });
  });

  it('holds the lines, each with its end, under gzip', async () => {
    expect(gunzipSync((await toSpillBlob(SPILL)).content).toString()).toBe('{"a":1}\n{"b":"界"}\n');
    expect(gunzipSync(await toSpillContent(['x'])).toString()).toBe('x\n');
  });
});

describe('the lines of a spill', () => {
  it('come back as they were', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.toWellFormed().replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        expect(await fromSpillContent((await toSpillBlob({ ...SPILL, lines })).content)).toEqual(lines);
        expect(await fromSpillContent(await toSpillContent(lines))).toEqual(lines);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['no gzip', Buffer.from('{"a":1}\n')],
    ['nothing', Buffer.alloc(0)],
    ['gzip that breaks off', gzipSync('{"a":1}\n'.repeat(100)).subarray(0, 20)],
    ['a line that breaks off', gzipSync('{"a":1}\n{"b"')],
    ['no line', gzipSync('')],
  ])('cannot be read from %s', async (_, content) => {
    await expect(fromSpillContent(content)).rejects.toThrow(Error);
  });

  it('are not read from something that inflates without end', async () => {
    const bomb = gzipSync(Buffer.alloc(257 * 1024 * 1024), { level: 1 });
    await expect(fromSpillContent(bomb)).rejects.toThrow(/larger than/);
  });
});
