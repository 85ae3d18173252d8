import { beforeEach, describe, expect, it } from 'vitest';
import {
  type BlobEntry,
  type LeasedBlob,
  LeaseLostError,
  type LeasingStore,
  StoreUnavailableError,
} from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { AMPLE, MARKER, OUTAGES } from './outages.ts';

export interface LeasingStoreBench {
  readonly store: LeasingStore;
  setFault(fault: Fault | undefined): void;
  /** Ends the lease of a blob, as an administrator may. */
  breakLease(name: string): Promise<void>;
}

const CONTENT = Buffer.from(`{"a":"${MARKER} 界"}\n`);
const METADATA = { count: '2', enqueued: '2026-01-02T03:04:05.678Z', toolversion: '0.1.0', attempts: '0' };

let number = 0;

/** What every store does whose blobs can be leased. It pages after two blobs where the store has pages. */
export function testLeasingStore(getBench: () => LeasingStoreBench): void {
  let bench: LeasingStoreBench;
  let folder: string;
  beforeEach(() => {
    bench = getBench();
    bench.setFault(undefined);
    folder = `rows/test-${number++}/`;
  });

  async function put(name: string, content: Uint8Array = CONTENT, metadata = METADATA): Promise<void> {
    expect(await bench.store.put(name, content, AMPLE, metadata)).toEqual({ ok: true });
  }

  async function listed(prefix: string): Promise<BlobEntry[]> {
    const entries: BlobEntry[] = [];
    for await (const entry of bench.store.list(prefix)) entries.push(entry);
    return entries;
  }

  /** The lease of a new blob. */
  async function leased(name: string, content: Uint8Array = CONTENT): Promise<LeasedBlob> {
    await put(name, content);
    return take(name);
  }

  async function take(name: string): Promise<LeasedBlob> {
    const blob = await bench.store.lease(name);
    if (blob === undefined) throw new Error(`${name} cannot be leased`);
    return blob;
  }

  describe('a list', () => {
    it('has every blob below a prefix with its size and metadata, by name, over all pages', async () => {
      const names = ['e', 'b', 'a', 'd', 'c'].map((letter) => `${folder}${letter}.gz`);
      for (const name of names) await put(name, Buffer.from(name), { ...METADATA, count: name.at(-4) ?? '' });
      expect(await listed(folder)).toEqual(
        names.toSorted().map((name) => ({
          name,
          bytes: name.length,
          metadata: { ...METADATA, count: name.at(-4) },
        })),
      );
    });

    it('is empty where there is nothing, and has a blob without metadata', async () => {
      expect(await listed(folder)).toEqual([]);
      expect(await bench.store.put(`${folder}a`, CONTENT, AMPLE)).toEqual({ ok: true });
      expect(await listed(folder)).toEqual([{ name: `${folder}a`, bytes: CONTENT.length, metadata: {} }]);
    });

    it('of folders has each once, by name, with the blobs beside them', async () => {
      for (const name of ['2026-02/b', '2026-10/a', '2026-02/a', '2025-12/x/y'])
        await put(`${folder}${name}`);
      expect(await bench.store.folders(folder)).toEqual(
        ['2025-12/', '2026-02/', '2026-10/'].map((name) => `${folder}${name}`),
      );
      expect(await bench.store.folders(`${folder}2026-02/`)).toEqual([
        `${folder}2026-02/a`,
        `${folder}2026-02/b`,
      ]);
      expect(await bench.store.folders(`${folder}2027/`)).toEqual([]);
    });
  });

  describe('a blob', () => {
    it('can be read without a lease, whoever has it; one that is not there is undefined', async () => {
      await leased(`${folder}a`);
      expect(Buffer.from((await bench.store.read(`${folder}a`)) ?? '')).toEqual(CONTENT);
      expect(await bench.store.read(`${folder}b`)).toBeUndefined();
    });

    it('that is leased counts as written when it is put again, and stays as it is', async () => {
      const blob = await leased(`${folder}a`);
      expect(await bench.store.put(`${folder}a`, Buffer.from('other'), AMPLE, {})).toEqual({ ok: true });
      expect(Buffer.from(await blob.read())).toEqual(CONTENT);
      expect(await listed(folder)).toMatchObject([{ metadata: METADATA }]);
      await blob.release();
    });
  });

  describe('a lease', () => {
    it('is taken by one, and free again when it is released', async () => {
      const blob = await leased(`${folder}a`);
      expect(await bench.store.lease(`${folder}a`)).toBeUndefined();
      await blob.release();
      await (await take(`${folder}a`)).release();
    });

    it('is taken by exactly one of several who ask at once', async () => {
      await put(`${folder}a`);
      const leases = await Promise.all(Array.from({ length: 4 }, () => bench.store.lease(`${folder}a`)));
      expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('of a blob that is not there is undefined', async () => {
      expect(await bench.store.lease(`${folder}a`)).toBeUndefined();
    });

    it.each([
      ['some text', CONTENT],
      ['nothing', Buffer.alloc(0)],
      ['some megabytes', Buffer.alloc(5_000_000, 'content ')],
    ])('lets its holder read %s', async (_, content) => {
      const blob = await leased(`${folder}a`, content);
      expect(Buffer.from(await blob.read()).equals(content)).toBe(true);
      await blob.release();
    });

    it('lets its holder renew it, and replace the blob with its metadata', async () => {
      const blob = await leased(`${folder}a`);
      await blob.renew();
      await blob.replace(Buffer.from('less'), {
        ...METADATA,
        count: '1',
        nextattempt: '2026-01-02T03:05:00Z',
      });
      expect(Buffer.from(await blob.read()).toString()).toBe('less');
      await blob.replace(Buffer.from('even less'), { count: '0' });
      await blob.release();
      expect(await listed(folder)).toEqual([{ name: `${folder}a`, bytes: 9, metadata: { count: '0' } }]);
    });

    it('lets its holder delete the blob', async () => {
      const blob = await leased(`${folder}a`);
      await blob.delete();
      expect(await bench.store.read(`${folder}a`)).toBeUndefined();
      expect(await listed(folder)).toEqual([]);
      expect(await bench.store.lease(`${folder}a`)).toBeUndefined();
    });

    const uses: readonly [string, (blob: LeasedBlob) => Promise<unknown>][] = [
      ['renew', (blob) => blob.renew()],
      ['read', (blob) => blob.read()],
      ['replace', (blob) => blob.replace(Buffer.from('x'), {})],
      ['delete', (blob) => blob.delete()],
      ['release', (blob) => blob.release()],
    ];

    it.each(uses)('that somebody else took over is lost: %s', async (_, use) => {
      const blob = await leased(`${folder}a`);
      await bench.breakLease(`${folder}a`);
      const next = await take(`${folder}a`);
      await expect(use(blob)).rejects.toThrow(LeaseLostError);
      expect(Buffer.from(await next.read())).toEqual(CONTENT);
      await next.release();
    });

    it.each(uses.filter(([name]) => name !== 'release'))('that was broken is lost: %s', async (_, use) => {
      const blob = await leased(`${folder}a`);
      await bench.breakLease(`${folder}a`);
      await expect(use(blob)).rejects.toThrow(LeaseLostError);
      expect(await bench.store.read(`${folder}a`)).toEqual(CONTENT);
    });

    it.each(uses.filter(([name]) => name !== 'release'))(
      'that was given back is lost: %s',
      async (_, use) => {
        const blob = await leased(`${folder}a`);
        await blob.release();
        await expect(use(blob)).rejects.toThrow(LeaseLostError);
        expect(await bench.store.read(`${folder}a`)).toEqual(CONTENT);
      },
    );
  });

  describe.each(Object.entries(OUTAGES))('with %s', (kind, fault) => {
    it('lists throw that the store is unavailable, with a line for people', async () => {
      bench.setFault(fault);
      // All at once, here and below: each waits for its own further tries.
      const asks: Promise<unknown>[] = [bench.store.folders('rows/'), listed('rows/')];
      for (const error of await Promise.all(asks.map((ask) => ask.catch((thrown: unknown) => thrown)))) {
        expect(error).toBeInstanceOf(StoreUnavailableError);
        expect(String(error)).toMatch(/^[^\p{Cc}]{10,600}$/u);
        expect(String(error)).not.toMatch(/bearer|eyJ|SharedKey|AccountKey|undefined/i);
      }
    });

    // A 404 says that the blob is gone, and with it the lease.
    if (kind === 'status 404') return;
    it('blobs throw the same, and go on when that is over', async () => {
      const blob = await leased(`${folder}a`);
      bench.setFault(fault);
      const uses = [
        bench.store.read(`${folder}a`),
        bench.store.lease(`${folder}a`),
        blob.renew(),
        blob.read(),
        blob.replace(Buffer.from('x'), {}),
        blob.delete(),
        blob.release(),
      ];
      await Promise.all(uses.map((use) => expect(use).rejects.toThrow(StoreUnavailableError)));
      bench.setFault(undefined);
      expect(Buffer.from(await blob.read())).toEqual(CONTENT);
      await blob.delete();
    });
  });
}
