import { type Family, readFamily } from './families.ts';

/** How the time of a family grows. */
export interface Growth {
  readonly name: string;
  /** Milliseconds of processor time for the smallest and the largest size. */
  readonly first: number;
  readonly last: number;
  /** The exponent between the two: 1 for time in proportion to the size, 2 for quadratic time. */
  readonly exponent: number;
  readonly microsecondsPerByte: number;
}

/** Milliseconds of processor time, the best of some turns: the machine may have other things to do. */
async function timeOf(family: Family, text: string, turns: number): Promise<number> {
  let best = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    const before = process.cpuUsage();
    await readFamily(family, text);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

/**
 * Times a family in a small size and one that is `factor` times as large.
 * What takes less than `floor` milliseconds at last has no exponent worth a look: it counts as 1.
 */
export async function growthOf(
  family: Family,
  { smallest, factor, turns, floor }: { smallest: number; factor: number; turns: number; floor: number },
): Promise<Growth> {
  const small = family.of(smallest);
  const large = family.of(smallest * factor);
  await readFamily(family, small);
  const first = await timeOf(family, small, turns);
  const last = await timeOf(family, large, turns);
  const ratio = Buffer.byteLength(large) / Buffer.byteLength(small);
  const exponent = last < floor ? 1 : Math.log(last / Math.max(first, 0.1)) / Math.log(ratio);
  return {
    name: family.name,
    first,
    last,
    exponent,
    microsecondsPerByte: (last * 1_000) / Buffer.byteLength(large),
  };
}
