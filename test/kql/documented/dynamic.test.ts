import { documented, refused } from '../support/documented.ts';

documented('scalar-data-types/dynamic', [
  [
    `print X = parse_json('[100,101,102]'), Y = parse_json('{"a1":100, "a b c":"2015-01-01"}')
     | project X[0], toint(X[1]), X[-1], X[7], Y.a1, todatetime(Y["a b c"]), Y.none, Y[0]`,
    [100, 101, 102, null, 100, '2015-01-01T00:00:00.0000000Z', null, null],
  ],
  [
    'print dynamic([1, 2, "hello"]), dynamic({"a":1, "b":{"a":2}}), dynamic(4), dynamic(null)',
    [[1, 2, 'hello'], { a: 1, b: { a: 2 } }, 4, null],
  ],
]);

documented('parse-json-function', [
  ['print parse_json(\'{"duration":{"value":118.0,"count":5.0}}\').duration.value', [118]],
  ['let d=\'{"a":123, "b":"{\\\\"c\\\\":456}"}\'; print parse_json(tostring(parse_json(d).b)).c', [456]],
  // "isn't a properly formatted JSON string, then the returned value is ... the original string value"
  ['print parse_json("not json"), parse_json("\\"text\\"")', ['not json', 'text']],
]);

documented('array-slice-function', [
  [
    'print array_slice(dynamic([1,2,3]), 1, 2), array_slice(dynamic([1,2,3,4,5]), 2, -1), array_slice(dynamic([1,2,3,4,5]), -3, -2)',
    [
      [2, 3],
      [3, 4, 5],
      [3, 4],
    ],
  ],
]);
documented('array-length-function', [
  [
    'print array_length(parse_json("[1, 2, 3, 4]")), array_length(parse_json(\'[]\')), array_length(parse_json(\'{}\')), array_length(parse_json("21"))',
    [4, 0, null, null],
  ],
]);
documented('array-concat-function', [
  ['print array_concat(dynamic([1,2,4]), dynamic([1,2]))', [[1, 2, 4, 1, 2]]],
]);
documented('array-sort-asc-function', [
  [
    'print array_sort_asc(dynamic([1,3,4,5,2])), strcat_array(array_sort_asc(split("John,Paul,Jane,Kao", ",")), ",")',
    [[1, 2, 3, 4, 5], 'Jane,John,Kao,Paul'],
  ],
  ['print array_sort_asc(dynamic(["b", 2, null, "a", 1]))', [[1, 2, 'a', 'b', null]]],
]);
documented('set-union-function', [
  ['print set_union(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([8]))', [[1, 2, 4, 8]]],
]);
documented('set-intersect-function', [
  [
    'print set_intersect(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([8,1])), set_intersect(dynamic([1, 2, 3]), dynamic([4,5]))',
    [[1], []],
  ],
]);
documented('set-difference-function', [
  [
    'print set_difference(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([1,2,8])), set_difference(dynamic([1,2,3]), dynamic([1,2,3]))',
    [[4], []],
  ],
]);
documented('set-has-element-function', [
  [
    'print set_has_element(dynamic(["this", "is", "an", "example"]), "example"), set_has_element(dynamic(["1"]), 1)',
    [true, false],
  ],
]);
documented('pack-array-function', [
  [
    'range x from 1 to 2 step 1 | project pack_array(x, tostring(x * 2), x * 4 * 1s)',
    [[1, '2', '00:00:04']],
    [[2, '4', '00:00:08']],
  ],
]);
documented('pack-function', [
  [
    'print bag_pack("Level", "Information", "ProcessID", 1234, "At", datetime(2026-11-16))',
    [{ Level: 'Information', ProcessID: 1234, At: '2026-11-16T00:00:00.0000000Z' }],
  ],
]);
documented('bag-keys-function', [
  [
    "datatable(d:dynamic)[dynamic({'a':'b', 'c':123}), dynamic(null), dynamic({}), dynamic('a'), dynamic([])] | project bag_keys(d)",
    [['a', 'c']],
    [null],
    [[]],
    [null],
    [null],
  ],
]);
documented('bag-has-key-function', [
  [
    "print bag_has_key(dynamic({'key1' : 123}), 'key1'), bag_has_key(dynamic({'key1' : 123}), 'key2')",
    [true, false],
  ],
]);
documented('bag-merge-function', [
  [
    "print bag_merge(dynamic({'A1':12, 'B1':2, 'C1':3}), dynamic({'A2':81, 'B2':82, 'A1':1}))",
    [{ A1: 12, B1: 2, C1: 3, A2: 81, B2: 82 }],
  ],
]);
documented('make-bag-aggregation-function', [
  [
    'datatable(prop:string, value:string)["prop01", "val_a", "prop02", "val_b", "prop03", "val_c"] | extend p = bag_pack(prop, value) | summarize dict=make_bag(p)',
    [{ prop01: 'val_a', prop02: 'val_b', prop03: 'val_c' }],
  ],
]);

documented('column-ifexists-function', [
  [
    'datatable(State:string)["TEXAS"] | project A = column_ifexists("Capital", State), B = column_ifexists("State", "none"), C = column_ifexists("Size", 0)',
    ['TEXAS', 'TEXAS', 0],
  ],
]);

documented('ipv4-is-in-range-function', [
  [
    'print ipv4_is_in_range("192.168.1.1", "192.168.1.1"), ipv4_is_in_range("192.168.1.1", "192.168.1.255/24"), ipv4_is_in_range("192.168.2.1", "192.168.1.255/24"), ipv4_is_in_range("x", "192.168.1.255/24")',
    [true, true, false, null],
  ],
]);
documented('ipv4-is-in-any-range-function', [
  [
    'print ipv4_is_in_any_range("192.168.1.6", "192.168.1.1/24", "10.0.0.1/8", "127.1.0.1/16"), ipv4_is_in_any_range("127.0.0.1", dynamic(["127.0.0.1", "192.168.1.1"]))',
    [true, true],
  ],
  [
    'datatable(IP:string)["10.1.2.3", "192.168.1.5", "123.1.11.21", "1.1.1.1"] | project ipv4_is_in_any_range(IP, dynamic(["192.168.1.1/16", "127.0.0.1/8", "10.0.0.1/8"]))',
    [true],
    [true],
    [false],
    [false],
  ],
]);
documented('ipv4-is-match-function', [
  [
    'print ipv4_is_match("192.168.1.1/24", "192.168.1.255"), ipv4_is_match("192.168.1.1/30", "192.168.1.255/24"), ipv4_is_match("192.168.1.1", "192.168.1.0", 31), ipv4_is_match("192.168.1.1", "192.168.1.2")',
    [true, true, true, false],
  ],
]);
documented('ipv4-is-private-function', [
  [
    'print ipv4_is_private("10.1.2.3"), ipv4_is_private("192.168.1.1/24"), ipv4_is_private("127.0.0.1")',
    [true, true, false],
  ],
]);
documented('ipv6-is-in-range-function', [
  [
    `datatable(a:string, r:string)[
      "a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112",
      "a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:abcd",
      "a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "0:0:0:0:0:ffff:c0a8:ac/60"] | project ipv6_is_in_range(a, r)`,
    [true],
    [true],
    [false],
  ],
]);
documented('ipv6-is-match-function', [
  [
    'print ipv6_is_match("192.168.1.1", "::ffff:c0a8:0101"), ipv6_is_match("fe80::85d:e82c:9446:7994/120", "fe80::85d:e82c:9446:7998"), ipv6_is_match("192.168.1.1/24", "::ffff:c0a8:01ff")',
    [true, true, true],
  ],
]);

refused('what the documentation leaves open is refused', [
  ['print array_sort_asc(dynamic([1]), dynamic([2]))', 'the type tuple'],
  ["print x = parse_json('1') | project set_union(x, dynamic([2]))", 'no list'],
  ['print dynamic([1])[0] + 1', 'convert it first'],
]);
