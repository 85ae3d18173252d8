import { expect, it } from 'vitest';
import { onlyRow, signIn } from './support.ts';

const idOf = (record: unknown): unknown => onlyRow(record)['RecordId'];
const withoutId = (envelope: object = {}, properties: object = {}) =>
  signIn({ ...envelope }, { id: undefined, ...properties });

it('is properties.id', () => {
  expect(idOf(signIn({}))).toBe('dddddddd-0000-4000-8000-000000000001');
  expect(idOf(signIn({}, { id: ' short-id ' }))).toBe('short-id');
  expect(idOf(signIn({}, { id: 17 }))).toBe('17');
});

it.each([
  ['absent', undefined],
  ['null', null],
  ['empty', ' '],
  ['an object', {}],
  ['longer than 128 characters', 'x'.repeat(129)],
  ['with a space inside', 'a b'],
  ['with a line break', 'a\nb'],
  ['with a direction mark', 'a\u202eb'],
])('is the hash of the record where properties.id is %s', (_, id) => {
  expect(idOf(signIn({}, { id }))).toMatch(/^sha256:[0-9a-f]{64}$/);
});

it('takes an id of 128 characters', () => {
  expect(idOf(signIn({}, { id: 'x'.repeat(128) }))).toBe('x'.repeat(128));
});

it('is the same for a repeat, of which only the envelope time is new', () => {
  const id = idOf(withoutId());
  expect(idOf(withoutId({ time: '2026-03-04T11:00:00Z' }))).toBe(id);
  expect(idOf(withoutId({ time: undefined }))).toBe(id);
  expect(idOf(JSON.stringify(withoutId(), null, 2))).toBe(id);
});

it.each([
  ['a member of the envelope', withoutId({ durationMs: 1 })],
  ['a member whose name begins with time', withoutId({ timestamp: 'x' })],
  ['a member whose name ends with time', withoutId({ 'local time': 'x' })],
  ['a member more', withoutId({ more: null })],
  ['a property', withoutId({}, { appId: 'other' })],
  ['the time of the sign-in', withoutId({}, { createdDateTime: '2026-03-04T09:14:55.3002+00:00' })],
  ['a time that is a property', withoutId({}, { time: 'x' })],
  ['half a surrogate pair', withoutId({}, { userAgent: '\ud800' })],
  ['the other half', withoutId({}, { userAgent: '\udfff' })],
  ['what stands for either', withoutId({}, { userAgent: '\ufffd' })],
])('is another one when %s differs', (_, changed) => {
  expect(idOf(changed)).not.toBe(idOf(withoutId()));
});

it('differs for records that differ only in broken text', () => {
  const ids = ['\ud800', '\udfff', '\ufffd'].map((userAgent) => idOf(withoutId({}, { userAgent })));
  expect(new Set(ids).size).toBe(3);
});

it.each(['TimeGenerated', 'TimeGenerated [UTC]'])('leaves %s out of the hash of a flat record', (column) => {
  const row = { [column]: '2026-03-04T09:00:00Z', ResultType: '50126', UserId: 'x' };
  const later = { ...row, [column]: '2026-03-04T10:00:00Z' };
  expect(idOf(later)).toBe(idOf(row));
  expect(idOf({ ...row, UserId: 'y' })).not.toBe(idOf(row));
});
