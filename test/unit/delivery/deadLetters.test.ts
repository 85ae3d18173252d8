import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../src/core/outcome.ts';
import { toDeadLetterBlob, toDeadLetterLine } from '../../../src/delivery/deadLetters.ts';
import { fromDeadLetterContent } from '../../../src/delivery/readDeadLetters.ts';
import { VERSION } from '../../../src/version.ts';
import { originalOf, positionOf } from '../../support/outcomes.ts';

const letter: DeadLetter = {
  reason: 'not-a-sign-in',
  detail: 'the record is no object',
  source: positionOf(7),
  bytes: originalOf(7),
};

describe('a dead-letter line', () => {
  it('tells reason, detail, source and version, and holds the bytes as they came', () => {
    const { bytesBase64, ...rest } = toDeadLetterLine(letter);
    expect(rest).toEqual({
      reason: 'not-a-sign-in',
      detail: 'the record is no object',
      source: { partition: '1', sequenceNumber: 42, enqueuedTime: '2026-01-02T03:04:05.678Z', index: 7 },
      toolVersion: VERSION,
    });
    expect(Buffer.from(bytesBase64, 'base64')).toEqual(originalOf(7));
  });

  it('holds only its own bytes when they are a part of a longer buffer', () => {
    const body = Buffer.from('[{"a":1},{"b":2}]');
    const { bytesBase64 } = toDeadLetterLine({ ...letter, bytes: new Uint8Array(body).subarray(9, 16) });
    expect(Buffer.from(bytesBase64, 'base64').toString()).toBe('{"b":2}');
  });

  it('keeps a detail short and well-formed', () => {
    const { detail } = toDeadLetterLine({ ...letter, detail: `\ud800${'界'.repeat(5_000)}` });
    expect(detail.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(2_048);
    expect(Buffer.byteLength(detail)).toBeGreaterThan(2_040);
  });
});

describe('a dead-letter blob', () => {
  const second: DeadLetter = { ...letter, source: positionOf(8), bytes: Buffer.from('line\nbreak') };

  it('has one line of JSON for each letter', () => {
    const lines = toDeadLetterBlob([letter, second]).content.toString().split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual([letter, second].map(toDeadLetterLine));
  });

  it('is named by hour, partition and sequence number of its first event, and the hash of its content', () => {
    const { name, content } = toDeadLetterBlob([letter, second]);
    const hash = createHash('sha256').update(content).digest('hex');
    expect(name).toBe(`2026-01-02-03/1-42-${hash}.jsonl`);
  });

  it('is the same for a repeat of the batch, and another one for other letters', () => {
    expect(toDeadLetterBlob([letter, second])).toEqual(toDeadLetterBlob([{ ...letter }, { ...second }]));
    expect(toDeadLetterBlob([letter]).name).not.toBe(toDeadLetterBlob([letter, second]).name);
  });

  it('says so when the sequence number is unknown', () => {
    const source = { ...letter.source, sequenceNumber: null };
    expect(toDeadLetterBlob([{ ...letter, source }]).name).toMatch(/^2026-01-02-03\/1-unknown-[0-9a-f]{64}/);
  });
});

describe('the dead letters of a blob, or of a file', () => {
  const lines = [toDeadLetterLine(letter), toDeadLetterLine({ ...letter, source: positionOf(8) })];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');

  it('are read to the last one, also where nothing ends its line', () => {
    for (const end of ['\n', '']) expect(fromDeadLetterContent(Buffer.from(text + end))).toEqual(lines);
  });

  it.each([
    ['breaks off', text.slice(0, -1)],
    ['is another thing', `${JSON.stringify(lines[0])}\n{}\n`],
  ])('are not read when a line %s, which is told: else it would be lost with its blob', (_, content) => {
    expect(() => fromDeadLetterContent(Buffer.from(content))).toThrow(/\bline 2\b/);
  });
});
