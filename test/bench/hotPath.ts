import type { BuiltApp } from './app.ts';
import { type Contender, steps, wholes } from './contenders.ts';
import { toBatch } from './load.ts';
import { type Cost, costOf, medianOf } from './measure.ts';
import type { Services } from './startServices.ts';

export interface Batches {
  readonly profile: 'diverse' | 'uniform';
  readonly events: number;
  readonly recordsPerEvent: number;
}

/** Milliseconds for 1,000 records: the median over the rounds. */
export interface HotPathResult extends Batches {
  readonly bytesPerRecord: number;
  readonly costs: Readonly<Record<string, Cost>>;
  /** CPU of the handler as a share of that of the SDK with raw records: the median of the rounds' own ratios. */
  readonly handlerToSdk: number;
}

/**
 * Rounds at the beginning that do not count. Until then V8 is still optimising, on threads whose CPU counts as well: an
 * instance that lives for hours does that once.
 */
const WARM_UP = 25;

/** Of the next batch. */
let seed = 1_000;

/**
 * Lets every contender do the same batch, one after the other, in every round: what else the machine does meets all of
 * them. No garbage collection is forced, since that throws optimised code away.
 */
export async function measureHotPath(
  services: Services,
  app: BuiltApp,
  batches: Batches,
  rounds: number,
): Promise<HotPathResult> {
  const contenders = [...wholes(services, app), ...steps()];
  const records = batches.events * batches.recordsPerEvent;
  const costs = new Map<string, Cost[]>(contenders.map(({ name }) => [name, []]));
  let bytes = 0;
  for (let round = -WARM_UP; round < rounds; round++) {
    // Never the same records twice: the handler would drop them as repeats.
    const bodies = toBatch(batches.profile, seed++, batches);
    bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    for (const { name, run } of rotated(contenders, round + WARM_UP)) {
      const cost = await costOf(() => run(bodies));
      if (round >= 0) costs.get(name)?.push(cost);
    }
  }
  const ofName = (letter: string) =>
    [...costs].find(([name]) => name.startsWith(letter))?.[1].map(({ cpu }) => cpu) ?? [];
  const sdk = ofName('b');
  return {
    ...batches,
    bytesPerRecord: Math.round(bytes / records),
    costs: Object.fromEntries([...costs].map(([name, all]) => [name, per1000(all, records)])),
    handlerToSdk: medianOf(ofName('c').map((cpu, i) => cpu / (sdk[i] ?? Number.NaN))),
  };
}

/** Another one begins in every round: none always runs behind the same neighbour's garbage. */
function rotated(contenders: readonly Contender[], by: number): Contender[] {
  const at = by % contenders.length;
  return [...contenders.slice(at), ...contenders.slice(0, at)];
}

function per1000(costs: readonly Cost[], records: number): Cost {
  const scale = 1000 / records;
  return {
    cpu: medianOf(costs.map(({ cpu }) => cpu)) * scale,
    wall: medianOf(costs.map(({ wall }) => wall)) * scale,
  };
}
