import { describe, expect, it } from 'vitest';
import { toQuery, toTest } from '../../../../src/sandbox/dashboard/filter.ts';
import { toPage } from '../../../../src/sandbox/dashboard/paging.ts';
import { entry, START } from './support.ts';

const matches = (search: string, more: Parameters<typeof entry>[0] = {}) =>
  toTest(toQuery(new URLSearchParams(search)) ?? {})(entry(more));

describe('a query', () => {
  it.each([
    ['level=High,Low', { level: 'Low' }, { level: 'Medium' }],
    ['code=50126', {}, { code: '501260' }],
    ['code=none', { code: '' }, { code: '0' }],
    ['text=USER0001', {}, { user: 'user0002@example.com' }],
    ['text=portal', {}, { app: 'Teams' }],
    ['text=203.0.113', {}, { address: '192.0.2.1' }],
    ['run=1', {}, { run: 2 }],
    [`from=${START}&to=${START + 10}`, { time: START + 9 }, { time: START + 10 }],
  ] as const)('%s', (search, yes, no) => {
    expect(matches(search, yes)).toBe(true);
    expect(matches(search, no)).toBe(false);
  });

  it.each([
    'level=high',
    'level=',
    'run=1.5',
    'run=x',
    'from=1e9',
    'page=-',
    `text=${'x'.repeat(257)}`,
    'other=1',
    '__proto__=1',
  ])('is wrong: %s', (search) => {
    expect(toQuery(new URLSearchParams(search))).toBeUndefined();
  });
});

it('pages hold fifty, and a page behind the last one is the last one', () => {
  const all = Array.from({ length: 120 }, (_, n) => n);
  const page = (n: number) =>
    toPage(
      all,
      (one) => one !== 0,
      n,
      (one) => one,
    );
  expect(page(0)).toMatchObject({ total: 119, page: 0, pages: 3, items: all.slice(1, 51) });
  expect(page(7)).toMatchObject({ page: 2, items: all.slice(101) });
  expect(page(-3).page).toBe(0);
  expect(
    toPage(
      [],
      () => true,
      2,
      (one) => one,
    ),
  ).toEqual({ total: 0, page: 0, pages: 1, items: [] });
});
