import { describe, expect, it } from 'vitest';
import { NOWHERE } from '../../../../src/core/skim/grammar.ts';
import { NameTable } from '../../../../src/core/skim/nameTable.ts';
import { toSource } from '../../../../src/core/skim/source.ts';

const find = (table: NameTable, name: string, previous = NOWHERE): number =>
  table.find(toSource(`"${name}":1`), 1, 1 + Buffer.byteLength(name), previous);

describe('a table of names', () => {
  it('finds the given names under their indexes, and nothing that only begins or ends like one', () => {
    const names = ['id', 'ipAddress', 'userId', 'riskState', 'riskDetail'];
    const table = new NameTable(names);
    expect(names.map((name) => find(table, name))).toEqual([0, 1, 2, 3, 4]);
    for (const other of ['i', 'idx', 'Id', 'userid', 'riskDetai', 'riskDetails', 'ipAddresS', 'é'])
      expect(find(table, other)).toBeGreaterThanOrEqual(names.length);
    expect(find(table, '')).toBe(NOWHERE);
  });

  it('expects the name that came behind the same name before', () => {
    const table = new NameTable(['id', 'userId']);
    const text = toSource('{"other":1,"userId":2}');
    const other = find(table, 'other');
    find(table, 'userId', other);
    expect(table.expected(text, 2, NOWHERE)).toBe(other);
    expect(table.expected(text, 12, other)).toBe(1);
    expect(table.lengthOf(1)).toBe('userId":'.length);
    for (const unlike of ['{"userIx":2}', '{"userId" :2}', '{"userI', '{"', ''])
      expect(table.expected(toSource(unlike), 2, other)).toBe(NOWHERE);
  });

  it('learns a limited number of names, and finds the given ones all the same', () => {
    const table = new NameTable(['id', 'userId']);
    const found = Array.from({ length: 1_000 }, (_, index) => find(table, `name${index}`));
    expect(found.filter((index) => index !== NOWHERE)).toHaveLength(254);
    expect(found.at(-1)).toBe(NOWHERE);
    expect(find(table, 'x'.repeat(1_000))).toBe(NOWHERE);
    expect([find(table, 'id'), find(table, 'userId'), find(table, 'name7')]).toEqual([0, 1, 9]);
  });
});
