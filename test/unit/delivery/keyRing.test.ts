import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyRing } from '../../../src/delivery/keyRing.ts';

describe('a ring of keys', () => {
  it('has the latest keys that a list of them would have, and tells the oldest as it goes', () => {
    const key = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((number) => hash('sha256', `${number}`, 'binary')),
      // Alike at the end, which is what hashes are made of, and of every length.
      fc.integer({ min: 0, max: 20 }).map((number) => 'x'.repeat(number)),
      fc
        .integer({ min: 0, max: 20 })
        .map((number) => `${String.fromCharCode(number * 12)}${'\0'.repeat(12)}`),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(key, { maxLength: 200 }), (limit, keys) => {
        const ring = new KeyRing(limit);
        let latest: string[] = [];
        for (const one of keys) {
          expect(ring.has(one)).toBe(latest.includes(one));
          if (latest.includes(one)) continue;
          expect(ring.add(one)).toBe(latest.length === limit ? latest[0] : undefined);
          latest = [...latest, one].slice(-limit);
        }
        for (const one of keys) expect(ring.has(one)).toBe(latest.includes(one));
      }),
    );
  });

  it('refuses a key that it could not tell from another', () => {
    for (const key of ['x'.repeat(33), '\u0141xxxxxxxxxxxx', '日', 'a\n'.repeat(17)])
      expect(() => new KeyRing(1).add(key)).toThrow(RangeError);
    expect(new KeyRing(1).add('\n\0\u00ff'.padEnd(32, '\r'))).toBeUndefined();
  });
});
