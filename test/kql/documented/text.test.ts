import { documented, refused } from '../support/documented.ts';

const GUID = 'Kusto: ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;KustoExplorerQueryRun';

documented('datatypes-string-operators', [
  // "What is a term?"
  [
    `print "${GUID}" has "Explorer", "${GUID}" contains "Explorer", "${GUID}" has "kusto", "${GUID}" has "c1db", "${GUID}" has "4f9"`,
    [false, true, true, true, false],
  ],
  [
    'print "North America" has "america", "North America" !has "amer", "North America" has_cs "america", "North America" has_cs "America"',
    [true, true, false, true],
  ],
  [
    'print "North and South America" has_any("south", "west"), "North America" has_any(dynamic(["south", "west"])), "North and South America" has_all("south", "north")',
    [true, false, true],
  ],
  ['print "aBc" == "aBc", "abc" != "ABC", "abc" =~ "ABC", "aBc" !~ "xyz"', [true, true, true, true]],
  [
    'print "FabriKam" contains "BRik", "Fabrikam" !contains "xyz", "FabriKam" contains_cs "Kam", "Fabrikam" !contains_cs "Kam"',
    [true, true, true, true],
  ],
  [
    'print "Fabrikam" startswith "fab", "Fabrikam" !startswith "kam", "Fabrikam" startswith_cs "Fab", "Fabrikam" !startswith_cs "fab"',
    [true, true, true, true],
  ],
  [
    'print "Fabrikam" endswith "Kam", "Fabrikam" !endswith "brik", "Fabrikam" endswith_cs "kam", "Fabrikam" !endswith_cs "brik"',
    [true, true, true, true],
  ],
  [
    'print "abc" in ("123", "345", "abc"), "bca" !in ("123", "345", "abc"), "Abc" in~ ("123", "345", "abc"), "bCa" !in~ ("123", "345", "ABC"), "Abc" in ("abc")',
    [true, true, true, true, false],
  ],
  ['print "Fabrikam" matches regex "b.*k", "Fabrikam" matches regex "^k"', [true, false]],
]);

documented('in-cs-operator', [
  [
    'print "a" in (dynamic(["a", "b"])), "c" in (dynamic(["a", "b"])), 2 in (dynamic([1, 2]))',
    [true, false, true],
  ],
  ['datatable(x:string)["a", "c"] | where x in ((datatable(y:string, z:string)["a", "c", "b", "d"]))', ['a']],
]);

documented('split-function', [
  [
    'print split("aa_bb", "_"), split("aaa_bbb_ccc", "_", 1), split("", "_"), split("a__b", "_"), split("aabbcc", "bb")',
    [['aa', 'bb'], ['bbb'], [''], ['a', '', 'b'], ['aa', 'cc']],
  ],
]);

documented('substring-function', [
  [
    'print substring("123456", 1), substring("123456", 2, 2), substring("ABCD", 0, 2), substring("123456", -2, 2)',
    ['23456', '34', 'AB', '56'],
  ],
]);

documented('indexof-function', [['print indexof("abcdefg", "cde"), indexof("abcdefg", "x")', [2, -1]]]);

documented('strlen-function', [['print strlen("hello"), strlen("⒦⒰⒮⒯⒪"), strlen("Çedilla")', [5, 5, 8]]]);

documented('strcat-function', [
  [
    'print strcat("hello", " ", "world"), strcat("a", 1, true, 5m, int(null))',
    ['hello world', 'a1true00:05:00'],
  ],
]);

documented('trim-function', [
  [
    'print trim("--", "--https://bing.com--"), trim(@"[^\\w]+", "-  Te st1// $"), trim(@"\\s+", "    Hello, world!    ")',
    ['https://bing.com', 'Te st1', 'Hello, world!'],
  ],
]);

documented('replace-string-function', [
  [
    'print replace_string("A magic trick can turn a cat into a dog", "cat", "hamster")',
    ['A magic trick can turn a hamster into a dog'],
  ],
]);

documented('has-any-ipv4-prefix-function', [
  ['print has_any_ipv4_prefix("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.", "192.168.")', [true]],
  [
    'print has_any_ipv4_prefix("05:04:54 127.0.0.1 GET /favicon.ico 404", dynamic(["127.0", "192.168."]))',
    [false],
  ],
]);

documented('tostring-function', [
  [
    'print tostring(123), tostring(int(null)), tostring(dynamic({"a":[1,"b"]})), tostring(dynamic("x")), tostring(0.5)',
    ['123', '', '{"a":[1,"b"]}', 'x', '0.5'],
  ],
]);

documented('tolong-function', [['print tolong("123") == 123, tolong("x")', [true, null]]]);
documented('toint-function', [['print toint("123") == 123, toint(2.3)', [true, 2]]]);
documented('tobool-function', [
  [
    'print tobool("true"), tobool("false"), tobool(1), tobool(123), tobool("x")',
    [true, false, true, true, null],
  ],
]);

documented('case-function', [
  [
    'range Size from 1 to 15 step 2 | extend bucket = case(Size <= 3, "Small", Size <= 10, "Medium", "Large")',
    [1, 'Small'],
    [3, 'Small'],
    [5, 'Medium'],
    [7, 'Medium'],
    [9, 'Medium'],
    [11, 'Large'],
    [13, 'Large'],
    [15, 'Large'],
  ],
]);

refused('what the documentation leaves open is refused', [
  ['print tostring(5.0)', 'tolong() first'],
  ['print "a" < "b"', 'not defined for the operand types'],
  ['print x = parse_json("{}") | where x.a == "b"', 'convert it first'],
  ['print "a" matches regex "(?=a)"', 'is not supported'],
  ['print todatetime("12-02-2022")', 'is not supported'],
  ['print tolong("1.5")', 'not documented'],
]);
