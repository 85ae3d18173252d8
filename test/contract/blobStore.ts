import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { AMPLE, expectFailure, MARKER, OUTAGES, SHORTLY } from './outages.ts';

export interface BlobStoreBench {
  readonly store: BlobStore;
  /** The content of a blob; undefined when there is none of that name. */
  read(name: string): Promise<Buffer | undefined>;
  setFault(fault: Fault | undefined): void;
}

const CONTENT = Buffer.from(`{"bytes":"${MARKER}"}\n`);
/** Every test writes names of its own: a blob cannot be taken back. */
let number = 0;
const newName = () => `2026-01-02-03/0-${++number}-${'0'.repeat(64)}.jsonl`;

/** What every blob store does. */
export function testBlobStore(getBench: () => BlobStoreBench): void {
  let bench: BlobStoreBench;
  beforeEach(() => {
    bench = getBench();
    bench.setFault(undefined);
  });

  it.each([
    ['text', Buffer.from('{"名":"値"}\n')],
    ['all byte values', Buffer.from(Array.from({ length: 256 }, (_, i) => i))],
    ['nothing', Buffer.alloc(0)],
    ['some megabytes', Buffer.alloc(5_000_000, 'content ')],
  ])('keeps %s as it came', async (_, content) => {
    const name = newName();
    expect(await bench.store.put(name, content, AMPLE)).toEqual({ ok: true });
    expect((await bench.read(name))?.equals(content)).toBe(true);
  });

  it('takes a name that exists, and leaves what is there as it is', async () => {
    const name = newName();
    await bench.store.put(name, CONTENT, AMPLE);
    expect(await bench.store.put(name, Buffer.from('something else'), AMPLE)).toEqual({ ok: true });
    expect(await bench.read(name)).toEqual(CONTENT);
  });

  it('takes the same name several times at once', async () => {
    const name = newName();
    const puts = Array.from({ length: 4 }, () => bench.store.put(name, CONTENT, AMPLE));
    expect(await Promise.all(puts)).toEqual(puts.map(() => ({ ok: true })));
    expect(await bench.read(name)).toEqual(CONTENT);
  });

  describe.each(Object.entries(OUTAGES))('with %s', (_, fault) => {
    it('is unavailable, and keeps the blob when that is over', async () => {
      const name = newName();
      bench.setFault(fault);
      expectFailure(await bench.store.put(name, CONTENT, AMPLE), 'unavailable');
      bench.setFault(undefined);
      expect(await bench.read(name)).toBeUndefined();
      expect(await bench.store.put(name, CONTENT, AMPLE)).toEqual({ ok: true });
      expect(await bench.read(name)).toEqual(CONTENT);
    });
  });

  it('can be checked again and again, and says when it cannot be used', async () => {
    expect(await bench.store.check(AMPLE)).toEqual({ ok: true });
    expect(await bench.store.check(AMPLE)).toEqual({ ok: true });
    bench.setFault(OUTAGES['status 403']);
    expectFailure(await bench.store.check(AMPLE), 'unavailable');
  });

  it('is unavailable when no answer comes', async () => {
    bench.setFault({ kind: 'silence' });
    expectFailure(await bench.store.put(newName(), CONTENT, SHORTLY), 'unavailable');
  });
}
