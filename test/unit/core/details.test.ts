import { describe, expect, it } from 'vitest';
import { letterOf, outcomesOf } from './support.ts';

const nested = (levels: number): string => `${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}`;
const quote = (text: string, times: number): string =>
  times === 0 ? text : quote(JSON.stringify(text), times - 1);

const detailOf = (body: unknown): string => letterOf(outcomesOf(body)[0]).detail;

describe('the detail of a dead letter says', () => {
  it.each([
    ['null', 'null stands where a sign-in record should'],
    ['17', 'a number stands where a sign-in record should'],
    ['true', 'a boolean stands where a sign-in record should'],
    ['[[1]]', 'an array stands where a sign-in record should'],
    ['["text"]', 'a string stands where a sign-in record should'],
    [nested(101), 'nested deeper than 100 levels'],
    [quote('{}', 4), 'JSON strings nested more than 3 times'],
    [`[${'1,'.repeat(100)}1]`, 'none of the 101 items of a list is a record'],
    ['{"tables":[{}]}', 'a table of a query result without named columns and rows'],
    ['{"resultType":0,"properties":"x"}', 'properties is neither an object nor JSON text of one'],
    ['{}', 'no result code, no user, no service principal and no application'],
  ])('%j: %s', (body, detail) => {
    expect(detailOf(body)).toBe(detail);
  });

  it('whether the text that does not parse stood inside a string', () => {
    expect(detailOf('"nope"')).toMatch(/^text inside a JSON string: .*nope/);
    expect(detailOf('nope')).toMatch(/^Unexpected token .*nope/);
  });
});

it('strings in strings that go too far keep their own bytes', () => {
  const outer = JSON.parse(quote('{}', 4));
  expect(Buffer.from(letterOf(outcomesOf(quote('{}', 4))[0]).bytes).toString()).toContain('{}');
  expect(outer).toBe(quote('{}', 3));
});
