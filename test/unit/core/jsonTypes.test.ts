import { expect, it } from 'vitest';
import { isDeeperThan, isObject, own, parseJson } from '../../../src/core/json/types.ts';

it('own finds what the object itself holds, and nothing that it inherits', () => {
  const object = { ...JSON.parse('{"__proto__":1,"a":null}'), constructor: 2 };
  expect(own(object, 'a')).toBeNull();
  expect(own(object, 'constructor')).toBe(2);
  expect(own(JSON.parse('{"__proto__":1}'), '__proto__')).toBe(1);
  for (const name of ['constructor', 'toString', '__proto__', 'b']) expect(own({}, name)).toBeUndefined();
});

it('isObject tells objects from everything else', () => {
  expect([{}, Object.create(null)].every(isObject)).toBe(true);
  expect([[], null, undefined, 1, '{}', true].some(isObject)).toBe(false);
});

it('isDeeperThan counts levels of objects and lists', () => {
  const value = { a: 1, b: [null, { c: [] }] };
  expect(isDeeperThan(value, 4)).toBe(false);
  expect(isDeeperThan(value, 3)).toBe(true);
  expect([null, 1, 'x', undefined].some((scalar) => isDeeperThan(scalar, 0))).toBe(false);
  expect(isDeeperThan({}, 0)).toBe(true);
});

it('parseJson gives a failure as a value', () => {
  expect(parseJson('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(parseJson('{')).toEqual({ ok: false, error: expect.stringContaining('JSON') });
});
