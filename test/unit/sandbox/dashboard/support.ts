import type { Entry } from '../../../../src/sandbox/dashboard/entry.ts';

export const HOUR = 3600 * 1000;
export const START = Date.parse('2026-11-16T08:00:00Z');

/** An entry with some fields of its own. */
export function entry(more: Partial<Entry> = {}): Entry {
  return {
    n: 0,
    run: 1,
    time: START,
    level: 'High',
    code: '50126',
    user: 'user0001@example.com',
    app: 'Azure Portal',
    address: '203.0.113.7',
    place: 'GB',
    position: 0,
    bytes: 1,
    ...more,
  };
}
