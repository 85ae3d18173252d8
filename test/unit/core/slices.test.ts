import { describe, expect, it } from 'vitest';
import {
  elementSlices,
  memberSlice,
  type Slice,
  skipSpace,
  skipValue,
} from '../../../src/core/json/slices.ts';

const textOf = (text: string, slice: Slice | undefined): string | undefined =>
  slice && text.slice(slice.start, slice.end);
const elements = (text: string) => elementSlices(Buffer.from(text), 0).map((slice) => textOf(text, slice));
const member = (text: string, name: string) => textOf(text, memberSlice(Buffer.from(text), 0, name));

describe('slices', () => {
  it('leave out all four kinds of white space', () => {
    expect(skipSpace(Buffer.from(' \t\r\n1'), 0)).toBe(4);
    for (const space of [' ', '\t', '\r', '\n']) {
      expect(elements(`[${space}1${space},${space}"a"${space}]`)).toEqual(['1', '"a"']);
      expect(member(`{${space}"a"${space}:${space}1${space},"b":2}`, 'a')).toBe('1');
    }
  });

  it.each([
    ['1]', 1],
    ['1}', 1],
    ['1,2', 1],
    ['1 ', 1],
    ['"]}," ', 5],
    ['"\\"" ', 4],
    ['[{"a":"]"}] ', 11],
    ['{"a":[1]},', 9],
  ])('of the first value of %s end at %i', (text, end) => {
    expect(skipValue(Buffer.from(text), 0)).toBe(end);
  });

  it('end with the list or the object, whatever stands behind', () => {
    expect(elements('[1] ,2,3]')).toEqual(['1']);
    expect(elements('[] 1')).toEqual([]);
    expect(member('{"a":1} ,"b":2}', 'b')).toBeUndefined();
  });
});
