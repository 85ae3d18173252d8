import { documented, refused } from '../support/documented.ts';

const XY = `let X = datatable(Key:string, Value1:long)['a',1, 'b',2, 'b',3, 'c',4];
let Y = datatable(Key:string, Value2:long)['b',10, 'c',20, 'c',30, 'd',40];`;

documented('join-innerunique', [
  [`${XY} X | join Y on Key`, ['b', 2, 'b', 10], ['c', 4, 'c', 20], ['c', 4, 'c', 30]],
  [
    `let t1 = datatable(key:long, value:string)[1, "val1.1", 1, "val1.2"];
     let t2 = datatable(key:long, value:string)[1, "val1.3", 1, "val1.4"];
     t1 | join kind = innerunique t2 on key`,
    [1, 'val1.1', 1, 'val1.3'],
    [1, 'val1.1', 1, 'val1.4'],
  ],
]);
documented('join-inner', [
  [
    `${XY} X | join kind=inner Y on Key`,
    ['b', 2, 'b', 10],
    ['b', 3, 'b', 10],
    ['c', 4, 'c', 20],
    ['c', 4, 'c', 30],
  ],
  [`${XY} X | join kind=inner Y on $left.Key == $right.Key, $left.Value1 == $right.Value2`],
]);
documented('join-leftouter', [
  [
    `${XY} X | join kind=leftouter Y on Key`,
    ['a', 1, '', null],
    ['b', 2, 'b', 10],
    ['b', 3, 'b', 10],
    ['c', 4, 'c', 20],
    ['c', 4, 'c', 30],
  ],
]);
documented('join-rightouter', [
  [
    `${XY} X | join kind=rightouter Y on Key`,
    ['b', 2, 'b', 10],
    ['b', 3, 'b', 10],
    ['c', 4, 'c', 20],
    ['c', 4, 'c', 30],
    ['', null, 'd', 40],
  ],
]);
documented('join-leftanti', [[`${XY} X | join kind=leftanti Y on Key`, ['a', 1]]]);
documented('join-leftsemi', [[`${XY} X | join kind=leftsemi Y on Key`, ['b', 2], ['b', 3], ['c', 4]]]);

documented('lookup-operator', [
  [
    `let FactTable=datatable(Row:string,Personal:string,Family:string)["1","A","B", "2","C","D", "3","E","F"];
     let DimTable=datatable(Personal:string,Family:string,Alias:string)["A","B","ab", "C","D","cd"];
     FactTable | lookup kind=leftouter DimTable on Personal, Family`,
    ['1', 'A', 'B', 'ab'],
    ['2', 'C', 'D', 'cd'],
    ['3', 'E', 'F', ''],
  ],
]);

documented('union-operator', [
  [
    `let View_1 = print x=1; let View_2 = print x=1;
     union isfuzzy=true (View_1 | where x > 0), (View_2 | where x > 0), (View_3 | where x > 0) | count`,
    [2],
  ],
  ['let View_1 = print x=1; let View_2 = print x=toint(2); union View_1, View_2', [1, null], [null, 2]],
  [
    'datatable(a:string, b:long)["x", 1] | union (datatable(b:long, c:string)[2, "y"])',
    ['x', 1, ''],
    ['', 2, 'y'],
  ],
]);

documented('arg-max-aggregation-function', [
  [
    `datatable(Fruit: string, Color: string, Version: int)["Apple", "Red", 1, "Apple", "Green", int(null),
       "Banana", "Yellow", int(null), "Banana", "Green", int(null), "Pear", "Brown", 1, "Pear", "Green", 2]
     | summarize arg_max(Version, *) by Fruit`,
    ['Apple', 1, 'Red'],
    ['Banana', null, 'Yellow'],
    ['Pear', 2, 'Green'],
  ],
  [
    'datatable(k:string, v:long, w:string)["a", 1, "x", "a", 2, "y"] | summarize arg_max(v, w, k), Low = arg_min(v, w) by Key = k',
    ['a', 2, 'y', 'a', 1, 'x'],
  ],
  // Ties: any row; here always the first.
  [
    'datatable(k:string, v:long, w:string)["a", 1, "x", "a", 1, "y"] | summarize arg_max(v, w) by k',
    ['a', 1, 'x'],
  ],
  ['datatable(v:long, w:string)[] | summarize arg_max(v, w)', [null, '']],
]);

documented('make-set-aggregation-function', [
  [
    `datatable (Val: int, Arr1: dynamic)[1, dynamic(['A1', 'A2', 'A3']), 5, dynamic(['A2', 'C1']),
       7, dynamic(['C2', 'A3']), 5, dynamic(['C2', 'A1'])]
     | summarize Val_set=make_set(Val), Arr1_set=make_set(Arr1)`,
    [
      [1, 5, 7],
      ['A1', 'A2', 'A3', 'C1', 'C2'],
    ],
  ],
  [
    'range x from 1 to 9 step 1 | summarize make_set(x % 4, 2), make_set_if(x, x > 7), make_list_if(x, x > 7, 1)',
    [[1, 2], [8, 9], [8]],
  ],
]);
documented('make-list-aggregation-function', [
  [
    'datatable (name: string, sideCount: int)["triangle", 3, "square", 4, "pentagon", 5] | summarize mylist = make_list(name) by isEvenSideCount = sideCount % 2 == 0',
    [false, ['triangle', 'pentagon']],
    [true, ['square']],
  ],
]);
documented('summarize-operator', [
  // Without a "by" there is a row even for no rows; with one there is none.
  [
    'datatable(x:long)[] | summarize count(), sum(x), max(x), make_set(x), countif(x > 1), dcount(x), take_any(x)',
    [0, 0, null, [], 0, 0, null],
  ],
  ['datatable(x:long)[] | summarize count() by x'],
  [
    'datatable(x:long)[1, 2, 3] | summarize Share = 100 * countif(x > 1) / count(), sumif(x, x > 9), maxif(x, x < 3)',
    [66, 0, 2],
  ],
  [
    'datatable(t:datetime)[datetime(2026-11-16 00:59), datetime(2026-11-16 01:00)] | summarize count() by bin(t, 1h)',
    ['2026-11-16T00:00:00.0000000Z', 1],
    ['2026-11-16T01:00:00.0000000Z', 1],
  ],
  [
    'datatable(x:string, y:bool)["", true, "", bool(null), "a", true] | summarize count() by x, y',
    ['', true, 1],
    ['', null, 1],
    ['a', true, 1],
  ],
]);
documented('percentiles-aggregation-function', [
  [
    'range x from 1 to 10 step 1 | summarize percentile(x, 50), percentile(x, 95), percentile(x, 5)',
    [5, 10, 1],
  ],
]);
documented('take-any-aggregation-function', [
  ['datatable(a:string, b:long)["", long(null), "x", 7] | summarize take_any(a), take_any(b)', ['x', 7]],
  ['datatable(a:string, b:long)["p", 1, "q", 2] | summarize take_any(a, b)', ['p', 1]],
]);

documented('distinct-operator', [
  ['datatable(a:string, b:long)["x", 1, "x", 1, "y", 1] | distinct a, b', ['x', 1], ['y', 1]],
  ['datatable(a:string, b:long)["x", 1, "x", 1, "y", 1] | distinct *', ['x', 1], ['y', 1]],
]);

documented('row-number-function', [
  [
    `datatable (Airport:string, Airline:string, Departures:long)["TLV", "LH", 1, "TLV", "LY", 100, "SEA", "LH", 1, "SEA", "BA", 2, "SEA", "LY", 0]
     | sort by Airport asc, Departures desc | extend Rank=row_number(1, prev(Airport) != Airport)`,
    ['SEA', 'BA', 2, 1],
    ['SEA', 'LH', 1, 2],
    ['SEA', 'LY', 0, 3],
    ['TLV', 'LY', 100, 1],
    ['TLV', 'LH', 1, 2],
  ],
]);

documented('let-statement', [
  ['let f=(a:long, b:string="x") { a + strlen(b) }; print f(1), f(1, "abc"), f(b="hello", a=2)', [2, 4, 7]],
  [
    'let T=(t:(x:long), times:long = 10) { t | extend y = x * times }; T(datatable(x:long)[1, 2])',
    [1, 10],
    [2, 20],
  ],
  ['let s = toscalar(range x from 1 to 3 step 1 | summarize max(x)); print s + 1', [4]],
  // A function sees what was declared before it, and not the caller's names.
  ['let n = 1; let f=(a:long) { a + n }; let g=(n:long) { f(n) }; print g(10)', [11]],
]);

documented('project-away-operator', [['print a=1, b=2, bc=3 | project-away b*', [1]]]);
documented('project-rename-operator', [
  ['print a=1, b=2 | project-rename z = a | project-reorder b', [2, 1]],
]);
documented('serialize-operator', [
  ['range x from 1 to 3 step 1 | serialize rn = row_number() | where x > 1', [2, 2], [3, 3]],
]);

refused('what is not permitted is refused with what to write instead', [
  ['SigninLogs | take 5', 'line 1, column 14: take without an order'],
  ['SigninLogs | make-series count() on TimeGenerated step 1h', 'bin(TimeGenerated'],
  ['SigninLogs | parse UserAgent with "a" b', 'use extract() or split()'],
  ['SigninLogs | evaluate bag_unpack(Status)', 'plugins are not run'],
  ['print hash_sha256("a")', 'the function hash_sha256() is not supported'],
  ['print x = 1 | join kind=fullouter (print x = 1) on x', 'the kind fullouter is not supported'],
  ['union withsource=T (print x = 1)', 'withsource'],
  ['SigninLogs | where NoSuch == 1', "line 1, column 20: The name 'NoSuch'"],
  ['SigninLogs | summarize max(UserId)', 'min and max of a string'],
  [
    'SigninLogs | project I = ingestion_time() | extend J = ingestion_time()',
    'known only right behind a table',
  ],
]);
