import { expect, it } from 'vitest';
import { toOverview } from '../../../../src/sandbox/dashboard/overview.ts';
import { entry, START } from './support.ts';

const nameOf = (code: string) => (code === '50126' ? 'InvalidUserNameOrPassword' : undefined);

it('codes come in the order in which they matter: level first, Unknown before Low, then how often', () => {
  const of = (code: string, level: 'High' | 'Medium' | 'Low' | 'Unknown', n: number) =>
    Array.from({ length: n }, () => entry({ code, level }));
  const entries = [
    ...of('0', 'Low', 9),
    ...of('50126', 'High', 1),
    ...of('53000', 'Medium', 5),
    ...of('50074', 'High', 2),
    ...of('', 'Unknown', 1),
  ];
  const { codes, codesTotal, levels, matched } = toOverview(entries, nameOf);
  expect(codes.map(({ code, records }) => [code, records])).toEqual([
    ['50074', 2],
    ['50126', 1],
    ['53000', 5],
    ['', 1],
    ['0', 9],
  ]);
  expect(codes[1]?.name).toBe('InvalidUserNameOrPassword');
  expect({ codesTotal, matched, levels }).toEqual({
    codesTotal: 5,
    matched: 18,
    levels: { High: 3, Medium: 5, Low: 9, Unknown: 1 },
  });
});

it('of a code it counts different users and addresses, and has its first and last time', () => {
  const entries = [
    entry({ user: 'a@example.com', address: '192.0.2.1', time: START + 5 }),
    entry({ user: 'b@example.com', address: '192.0.2.1', time: START + 1 }),
    entry({ user: 'a@example.com', address: '', time: START + 9 }),
  ];
  expect(toOverview(entries, nameOf).codes).toMatchObject([
    { records: 3, users: 2, addresses: 1, first: START + 1, last: START + 9 },
  ]);
});

it('names with High-risk sign-ins come first; a log’s odd names are names like any other', () => {
  const entries = [
    entry({ user: '__proto__', level: 'Low', code: '0' }),
    entry({ user: '__proto__', level: 'Low', code: '0' }),
    entry({ user: 'constructor', level: 'High' }),
    entry({ user: '', level: 'High' }),
  ];
  expect(toOverview(entries, nameOf).users).toEqual([
    { name: 'constructor', records: 1, high: 1, others: 1 },
    { name: '__proto__', records: 2, high: 0, others: 1 },
  ]);
});

it('lists at most a hundred codes and ten names, and says how many there are', () => {
  const entries = Array.from({ length: 300 }, (_, n) => entry({ code: String(n), user: `user${n}` }));
  const { codes, codesTotal, users } = toOverview(entries, nameOf);
  expect([codes.length, codesTotal, users.length]).toEqual([100, 300, 10]);
});
