import { documented, refused } from '../support/documented.ts';

documented('scalar-data-types/null-values', [
  [
    `datatable(val:int)[5, int(null)]
     | extend Bigger = val > 3, BiggerOrNull = val > 3 or isnull(val), Same = val == int(null), Other = val != int(null)`,
    [5, true, true, false, true],
    [null, null, true, null, null],
  ],
  ['datatable(ival:int, sval:string)[5, "a", int(null), "b"] | where ival != 5', [null, 'b']],
  [
    'datatable(val:int)[5, int(null)] | extend Add = val + 10, Multiply = val * 10',
    [5, 15, 50],
    [null, null, null],
  ],
  [
    'print not(bool(null)), isnull(""), isempty(""), isnotempty("x"), isnotnull(int(null))',
    [null, false, true, true, false],
  ],
  // "behaves like a logical OR of equality comparisons", "like a logical AND of inequality comparisons"
  ['print int(null) in (1, 2), int(null) !in (1, 2), int(null) in (int(null))', [false, true, null]],
  // Aggregate functions that ignore nulls.
  [
    `datatable(a:long, b:string)[1, "x", long(null), "x", 1, "y", 2, ""]
     | summarize count(), dcount(a), sum(a), avg(a), min(a), max(a), make_set(a), make_list(a), dcount(b)`,
    [4, 2, 4, 4 / 3, 1, 2, [1, 2], [1, 1, 2], 3],
  ],
]);

documented('logical-operators', [
  [
    'print bool(null) and true, bool(null) and false, bool(null) or true, bool(null) or false',
    [null, false, true, null],
  ],
  ['print print=iff(bool(null) and true, true, false)', [false]],
]);

documented('coalesce-function', [
  ['print result=coalesce(tolong("not a number"), tolong("42"), 33)', [42]],
  ['print coalesce("", "b"), coalesce("", ""), coalesce(int(null), int(null))', ['b', '', null]],
]);

documented('min-of-function', [
  ['print result=min_of(10, 1, -3, 17)', [-3]],
  [
    'datatable (A: int, B: int)[5, 2, 10, 1, int(null), 3, 1, int(null), int(null), int(null)] | project min_of(A, B)',
    [2],
    [1],
    [3],
    [1],
    [null],
  ],
]);

documented('isempty-function', [
  [
    'print isempty(""), isempty("x"), isempty(parse_json("")), isempty(parse_json("[]")), isempty(parse_json("{}"))',
    [true, false, true, false, false],
  ],
]);

documented('mv-expand-operator', [
  [
    'datatable (a: int, b: dynamic)[1, dynamic([10, 20]), 2, dynamic(["a", "b"])] | mv-expand b',
    [1, 10],
    [1, 20],
    [2, 'a'],
    [2, 'b'],
  ],
  // "If the dynamic value is null, then a single record is produced ... an empty array ... no record"
  [
    'datatable (a: int, b: dynamic)[1, dynamic(null), 2, dynamic([]), 3, dynamic([7])] | mv-expand b',
    [1, null],
    [3, 7],
  ],
  [
    'datatable (a: int, b: dynamic)[1, dynamic({"prop1": "a1", "prop2": "b1"})] | mv-expand b',
    [1, { prop1: 'a1' }],
    [1, { prop2: 'b1' }],
  ],
  [
    'datatable (a: int, b: dynamic, c: dynamic)[1, dynamic({"prop1": "a", "prop2": "b"}), dynamic([5, 4, 3])] | mv-expand b, c',
    [1, { prop1: 'a' }, 5],
    [1, { prop2: 'b' }, 4],
    [1, null, 3],
  ],
  // "The operation of applying type is cast-only": what does not conform becomes null.
  ['print b = dynamic([1, "2"]) | mv-expand b to typeof(long)', [1], [null]],
]);

documented('sort-operator', [
  ['datatable(x:int)[5, int(null), -5, 0] | sort by x asc', [null], [-5], [0], [5]],
  ['datatable(x:int)[5, int(null), -5, 0] | sort by x', [5], [0], [-5], [null]],
  ['datatable(x:int)[5, int(null), -5, 0] | sort by x asc nulls last', [-5], [0], [5], [null]],
  ['datatable(x:int)[5, int(null), -5, 0] | sort by x desc nulls first', [null], [5], [0], [-5]],
]);

documented('top-operator', [
  ['datatable(x:int, y:string)[1, "a", 3, "b", int(null), "c", 2, "d"] | top 2 by x', [3, 'b'], [2, 'd']],
  [
    'datatable(x:int, y:string)[1, "a", 3, "b", int(null), "c", 2, "d"] | top 2 by x asc',
    [null, 'c'],
    [1, 'a'],
  ],
]);

refused('what the documentation leaves open is refused', [
  ['datatable(a:long)[long(null)] | summarize sum(a)', 'sum() of nulls alone'],
  ['datatable(a:long)[] | summarize avg(a)', 'avg() of no value'],
  ['datatable(a:long)[long(null)] | join kind=inner (datatable(a:long)[1]) on a', 'the join key a is null'],
  ['print b = dynamic("text") | mv-expand b', 'neither a list nor a bag'],
]);
