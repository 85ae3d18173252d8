import { describe, expect, it } from 'vitest';
import { Memo } from '../../../../src/core/skim/memo.ts';
import { RowBuffer } from '../../../../src/core/skim/rowBuffer.ts';
import { toSource } from '../../../../src/core/skim/source.ts';

const row = new RowBuffer();

function get(memo: Memo, key: string, around = '"'): string | undefined {
  row.clear();
  const text = toSource(`${around}${key}${around}`);
  const isFound = memo.copyTo(row, text, around.length, around.length + Buffer.byteLength(key));
  return isFound ? row.toString() : undefined;
}

function set(memo: Memo, key: string, value: string): void {
  memo.set(toSource(`    ${key}    `), 4, 4 + Buffer.byteLength(key), Buffer.from(value));
}

describe('a memo', () => {
  it('gives what was remembered of the same piece, wherever it stands', () => {
    const memo = new Memo(1_000);
    expect(get(memo, '{"city":"Tokyo"}')).toBeUndefined();
    set(memo, '{"city":"Tokyo"}', 'one');
    set(memo, '{"city":"東京"}', '二');
    expect(get(memo, '{"city":"Tokyo"}', '     ')).toBe('one');
    expect(get(memo, '{"city":"東京"}', '       ')).toBe('二');
    for (const other of ['{"city":"Tokyo"', '{"city":"Tokyp"}', '{"city":"Tokyo"} ', '"city":"Tokyo"}'])
      expect(get(memo, other)).toBeUndefined();
  });

  it('remembers that nothing came of a piece', () => {
    const memo = new Memo(1_000);
    set(memo, '[1,2,3]', '');
    expect(get(memo, '[1,2,3]')).toBe('');
  });

  it('never takes one piece for another, however many share a place', () => {
    const memo = new Memo(1_000_000);
    const keys = Array.from({ length: 20_000 }, (_, index) => `{"k":${index}}`);
    for (const key of keys) set(memo, key, `v${key}`);
    const found = keys.map((key) => get(memo, key));
    expect(found.filter((value, index) => value !== undefined && value !== `v${keys[index]}`)).toEqual([]);
    expect(found.filter((value) => value !== undefined).length).toBeGreaterThan(500);
  });

  it('forgets everything rather than keep more than its size', () => {
    const memo = new Memo(100);
    set(memo, '"first"', 'x'.repeat(40));
    set(memo, '"other"', 'y'.repeat(40));
    expect(get(memo, '"first"')).toBe('x'.repeat(40));
    set(memo, '"third"', 'z'.repeat(40));
    expect([get(memo, '"first"'), get(memo, '"other"')]).toEqual([undefined, undefined]);
    expect(get(memo, '"third"')).toBe('z'.repeat(40));
    set(memo, '"large"', 'w'.repeat(101));
    expect(get(memo, '"large"')).toBeUndefined();
    expect(get(memo, '"third"')).toBe('z'.repeat(40));
  });

  it('does not remember long pieces', () => {
    const memo = new Memo(10_000);
    const key = `"${'x'.repeat(300)}"`;
    set(memo, key, 'value');
    expect(get(memo, key)).toBeUndefined();
  });
});
