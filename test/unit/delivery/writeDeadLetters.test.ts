import { expect, it } from 'vitest';
import { writeDeadLetters } from '../../../src/delivery/writeDeadLetters.ts';
import { unavailable } from '../../fakes/fault.ts';
import { createInstance, createWorld } from '../../support/delivery.ts';
import { letterOutcome } from '../../support/outcomes.ts';

const world = createWorld();
const { parts } = createInstance(world);
const large = (i: number) => ({ ...letterOutcome(i).letter, bytes: Buffer.alloc(2_500_000, `${i}`) });

it('large ones become several blobs, in their order', async () => {
  expect(await writeDeadLetters(parts, [0, 1, 2, 3, 4].map(large))).toEqual([]);
  expect([...world.deadLetters.blobs.values()].map((blob) => blob.toString().split('\n').length - 1)).toEqual(
    [2, 2, 1],
  );
});

it('tells of those that could not be written, and writes the others', async () => {
  world.deadLetters.blobs.clear();
  let calls = 0;
  world.deadLetters.fault = () => (++calls === 1 ? unavailable('status 403', 'later') : undefined);
  const undelivered = await writeDeadLetters(parts, [0, 1, 2].map(large));
  expect(undelivered.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(2);
  expect(undelivered[0]?.answer).toBe('status 403');
});
