import { beforeEach, describe, expect, it } from 'vitest';
import { startTestKernel } from './support.ts';

const kernel = startTestKernel();
const { memory, BODY, MEMOS, MEMO_BYTES, MEMO_CONTENT_BYTES, ROW } = kernel;

let memo = MEMOS;
beforeEach(() => {
  memo = MEMOS;
  memory.fill(0, memo, memo + MEMO_BYTES);
});

/** Puts a key into the body, with something else before and behind it. */
function place(key: string, before: string): [start: number, end: number] {
  const start = BODY + memory.write(before, BODY);
  const end = start + memory.write(key, start);
  memory.write('",1}', end);
  return [start, end];
}

function set(key: string, value: string): void {
  const length = memory.write(value, ROW);
  kernel.keep(memo, ...place(key, '{"a":'), ROW, length);
}

function get(key: string, before = ':'): string | undefined {
  const end = kernel.recall(memo, ...place(key, before), ROW);
  return end === 0 ? undefined : memory.toString('utf8', ROW, end);
}

describe('a memo', () => {
  it('gives what was remembered of the same piece, wherever it stands', () => {
    expect(get('{"city":"Tokyo"}')).toBeUndefined();
    set('{"city":"Tokyo"}', 'one');
    set('{"city":"東京"}', '二');
    expect(get('{"city":"Tokyo"}', '     ')).toBe('one');
    expect(get('{"city":"東京"}', '       ')).toBe('二');
    for (const other of ['{"city":"Tokyo"', '{"city":"Tokyp"}', '{"city":"Tokyo"} ', '"city":"Tokyo"}'])
      expect(get(other)).toBeUndefined();
  });

  it('remembers that nothing came of a piece', () => {
    set('[1,2,3]', '');
    expect(get('[1,2,3]')).toBe('');
  });

  it('never takes one piece for another, however many share a place', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `{"k":${index}}`);
    for (const key of keys) set(key, `v${key}`);
    const found = keys.map((key) => get(key));
    expect(found.filter((value, index) => value !== undefined && value !== `v${keys[index]}`)).toEqual([]);
    expect(found.filter((value) => value !== undefined).length).toBeGreaterThan(500);
  });

  it('forgets everything rather than keep more than its size', () => {
    const half = MEMO_CONTENT_BYTES / 2 - 100;
    set('"first"', 'x'.repeat(half));
    set('"other"', 'y'.repeat(half));
    expect([get('"first"'), get('"other"')]).toEqual(['x'.repeat(half), 'y'.repeat(half)]);
    set('"third"', 'z'.repeat(half));
    expect([get('"first"'), get('"other"')]).toEqual([undefined, undefined]);
    expect(get('"third"')).toBe('z'.repeat(half));
    set('"large"', 'w'.repeat(MEMO_CONTENT_BYTES));
    expect(get('"large"')).toBeUndefined();
    expect(get('"third"')).toBe('z'.repeat(half));
  });

  it('touches nothing behind its memory', () => {
    memory.fill(7, memo + MEMO_BYTES, memo + MEMO_BYTES + 64);
    for (let i = 0; i < 3_000; i++) set(`"key ${i}"`, 'v'.repeat(i % 700));
    expect(memory.subarray(memo + MEMO_BYTES, memo + MEMO_BYTES + 64)).toEqual(Buffer.alloc(64, 7));
  });

  it('does not remember long pieces', () => {
    const key = `"${'x'.repeat(300)}"`;
    set(key, 'value');
    expect(get(key)).toBeUndefined();
  });
});
