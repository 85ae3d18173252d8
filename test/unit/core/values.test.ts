import { expect, it } from 'vitest';
import { toBoolean, unwrapJson } from '../../../src/core/signIn/values.ts';

it.each([
  [true, true],
  [false, false],
  ['true', true],
  [' True\n', true],
  ['FALSE ', false],
  ['yes', undefined],
  ['', undefined],
  [1, undefined],
  [null, undefined],
])('toBoolean of %j is %j', (value, expected) => {
  expect(toBoolean(value)).toBe(expected);
});

it.each([
  ['{"a":1}', { a: 1 }],
  [' \n[1] ', [1]],
  ['1', '1'],
  ['null', 'null'],
  ['"text"', '"text"'],
  ['[1', '[1'],
  [7, 7],
])('unwrapJson of %j is %j: only objects and lists are JSON text', (value, expected) => {
  expect(unwrapJson(value)).toEqual(expected);
});
