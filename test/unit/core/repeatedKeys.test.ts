import { describe, expect, it } from 'vitest';
import { findRepeatedKeys } from '../../../src/core/json/repeatedKeys.ts';

describe('repeated keys of a JSON text', () => {
  it.each<[string, unknown[]]>([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
    ['{"a":1,"b":2,"a":3,"a":4}', [['a'], ['a']]],
    ['[1,{"x":"a\\":,{[","y":[[],{"k":"k","\\u006b":null}]}]', [[1, 'y', 1, 'k']]],
    ['{"":1,"":2}', [['']]],
    ['{"__proto__":1,"constructor":2,"__proto__":3}', [['__proto__']]],
    ['"a"', []],
    [`{"a":"${'\\\\'.repeat(50_000)}","b":"${'x'.repeat(1_000_000)}"}`, []],
  ])('are found in %.60s', (json, places) => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(findRepeatedKeys(json)).toEqual(places);
  });
});
