import type { FaultProxy, ProxyFault } from '../support/faultProxy.ts';
import { answer, mendAll, RESET, SILENCE, UNAVAILABLE } from './faults.ts';
import type { Stage } from './scenario.ts';

const STEPS = 24;
const STEP_MINUTES = 0.25;

/** Faults at random, on random services, some for every request and some for a part of them, with kills in between. */
export async function mixAll(stage: Stage): Promise<void> {
  const { rig, random } = stage;
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const faults: readonly [ProxyFault, ...ProxyFault[]] = [
    UNAVAILABLE,
    RESET,
    SILENCE,
    'lose-answer',
    'reset-mid-body',
    answer(500, 'InternalServerError'),
    answer(429, 'TooManyRequests', { 'retry-after': '2' }),
    answer(403, 'AuthorizationFailed'),
    { kind: 'late-answer', ms: 12_000 / rig.scale },
  ];
  await stage.start();
  for (let step = 0; step < STEPS; step++) {
    const chance = random();
    if (chance < 0.5) {
      const proxy = pick<FaultProxy>([rig.ingestion, rig.queue, rig.blobs]);
      const share = pick([0.3, 0.7, 1]);
      const fault = pick(faults);
      const draws = Array.from({ length: 97 }, random);
      proxy.setFault((number) => ((draws[number % draws.length] ?? 0) < share ? fault : undefined));
    } else if (chance < 0.6) {
      rig.endpoints.identity.setFault({ kind: 'reset' });
    } else if (chance < 0.75) {
      await stage.processors[0]?.kill();
      await stage.start();
    } else if (chance < 0.85) {
      rig.endpoints.hub.dropConnections();
    } else {
      mendAll(rig);
    }
    await stage.minutes(STEP_MINUTES);
  }
}
