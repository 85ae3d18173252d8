import { expect, it } from 'vitest';
import { readCode } from '../../../src/core/signIn/code.ts';
import { outcomesOf, signIn } from './support.ts';

const status = (errorCode: unknown) => ({ status: { errorCode } });

it.each([
  ['digits', { resultType: '50126' }, {}, '50126'],
  ['digits that the status repeats', { resultType: '50126' }, status(50126), '50126'],
  ['one digit', { resultType: '0' }, {}, '0'],
  ['seven digits', { resultType: '7000215' }, {}, '7000215'],
  ['spaces around', { resultType: '  50126\t' }, {}, '50126'],
  ['leading zeros', { resultType: '0050126' }, {}, '50126'],
  ['nothing but zeros', { resultType: '00000' }, status(0), '0'],
  ['a number', { resultType: 50126 }, {}, '50126'],
  ['the number zero', { resultType: 0 }, {}, '0'],
  ['a word, and the status', { resultType: 'Failure' }, status(50053), '50053'],
  ['nothing, and the status', {}, status(50053), '50053'],
  ['nothing, and the status as text', {}, status(' 050053 '), '50053'],
  ['nothing, and the status as JSON text', {}, { status: '{"errorCode":50053}' }, '50053'],
  ['Success', { resultType: 'Success' }, {}, '0'],
  ['SUCCESS with spaces', { resultType: ' SUCCESS ' }, {}, '0'],
  ['Success, but another code in the status', { resultType: 'Success' }, status(50140), '50140'],
  ['eight digits, and the status', { resultType: '12345678' }, status(50053), '50053'],
  ['more than digits, and the status', { resultType: 'AADSTS50126' }, status(50126), '50126'],
])('reads %s', (_, envelope, properties, code) => {
  expect(readCode(envelope, properties)).toEqual({ code });
});

it.each([
  ['Failure', { resultType: 'Failure' }, {}],
  ['eight digits', { resultType: '12345678' }, status('12345678')],
  ['a fraction', { resultType: 50126.5 }, {}],
  ['a negative number', { resultType: -1 }, status(-1)],
  ['no code at all', {}, {}],
  ['null', { resultType: null }, { status: null }],
  ['an object', { resultType: {} }, status([50126])],
  ['empty text', { resultType: '' }, status('')],
  ['digits of another script', { resultType: '５０１２６' }, {}],
  ['what every object inherits', JSON.parse('{"__proto__":{"resultType":"50126"}}'), {}],
])('reads no code from %s', (_, envelope, properties) => {
  expect(readCode(envelope, properties)).toEqual({ code: '', note: 'no-code' });
});

it('lets resultType win over another code in the status, and notes it', () => {
  expect(readCode({ resultType: '50126' }, status(50053))).toEqual({ code: '50126', note: 'code-conflict' });
  expect(readCode({ resultType: '0' }, status(50053))).toEqual({ code: '0', note: 'code-conflict' });
});

it('gives a sign-in without a code a row of level Unknown, counted as no-code', () => {
  const [outcome] = outcomesOf(signIn({ resultType: undefined }, { status: undefined }));
  expect(outcome).toMatchObject({ kind: 'row', code: '', level: 'Unknown', notes: ['no-code'] });
  expect(outcome).toMatchObject({ row: { ResultRiskLevel: 'Unknown', ResultRiskBasis: 'unlisted' } });
  expect(outcome).not.toHaveProperty('row.ResultType');
});

it('counts a conflict', () => {
  const [outcome] = outcomesOf(signIn({ resultType: '50140' }, status(50126)));
  expect(outcome).toMatchObject({ kind: 'row', code: '50140', level: 'Low', notes: ['code-conflict'] });
});
