import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeenRequest } from '../support/faultProxy.ts';
import { answer, breakAll, mendAll, RESET, SILENCE, UNAVAILABLE } from './faults.ts';
import { mixAll } from './mix.ts';
import type { Scenario, Stage } from './scenario.ts';

/** The service takes longer than the client waits: a second and a bit more than its attempt. */
const TOO_LATE_MS = 12_000;

/** A body of which the service says that it is too large, in bytes as sent. */
const LARGE_BODY = 8_000;

/** The same request always gets the same half. */
const isUnlucky = ({ body }: SeenRequest) => hash('sha256', body, 'hex') < '8';

const hours = (n: number) => n * 60 * 60_000;

/** An outage of one service for that long, in the middle of the load. */
function during(minutes: number, begin: (stage: Stage) => void): Scenario['run'] {
  return async (stage) => {
    await stage.minutes(0.1);
    begin(stage);
    await stage.minutes(minutes);
    mendAll(stage.rig);
  };
}

/** Every way in which a delivery can fail that the project knows of. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'no fault', minutes: 1, run: async () => undefined },
  {
    name: 'ingestion: 429 with Retry-After',
    minutes: 1,
    run: during(0.7, ({ rig }) =>
      rig.ingestion.setFault(answer(429, 'TooManyRequests', { 'retry-after': '3' })),
    ),
  },
  {
    name: 'ingestion: 429 without Retry-After',
    minutes: 1,
    run: during(0.7, ({ rig }) => rig.ingestion.setFault(answer(429, 'TooManyRequests'))),
  },
  {
    name: 'ingestion: 500',
    minutes: 1,
    run: during(0.7, ({ rig }) => rig.ingestion.setFault(answer(500, 'InternalServerError'))),
  },
  {
    name: 'ingestion: 503 for 10 minutes',
    minutes: 10.5,
    run: during(10, ({ rig }) => rig.ingestion.setFault(UNAVAILABLE)),
  },
  {
    name: 'ingestion: 403 for a while',
    minutes: 2,
    run: during(1.5, ({ rig }) => rig.ingestion.setFault(answer(403, 'OperationFailed'))),
  },
  {
    name: 'ingestion: 413 above a few kilobytes',
    minutes: 1,
    run: during(0.9, ({ rig }) =>
      rig.ingestion.setFault((_, { body }) =>
        body.length > LARGE_BODY ? answer(413, 'ContentLengthLimitExceeded') : undefined,
      ),
    ),
  },
  {
    name: 'ingestion: reset in mid-body',
    minutes: 1,
    run: during(0.9, ({ rig }) =>
      rig.ingestion.setFault((number) => (number % 2 ? 'reset-mid-body' : undefined)),
    ),
  },
  {
    name: 'ingestion: an answer never comes',
    minutes: 2,
    run: during(1.5, ({ rig }) => rig.ingestion.setFault(SILENCE)),
  },
  {
    name: 'ingestion: answers after the client gave up',
    minutes: 1,
    run: during(0.7, ({ rig }) =>
      rig.ingestion.setFault({ kind: 'late-answer', ms: TOO_LATE_MS / rig.scale }),
    ),
  },
  {
    name: 'ingestion: half of the chunks refused',
    minutes: 1,
    run: during(0.9, ({ rig }) =>
      rig.ingestion.setFault((_, request) => (isUnlucky(request) ? answer(400, 'InvalidRow') : undefined)),
    ),
  },
  { name: 'queue down', minutes: 1.5, run: during(1, ({ rig }) => rig.queue.setFault(UNAVAILABLE)) },
  {
    name: 'blob down, poison events',
    minutes: 1.5,
    poison: true,
    run: during(1, ({ rig }) => rig.blobs.setFault(RESET)),
  },
  {
    name: 'queue and blob down, then back',
    minutes: 1.5,
    run: during(1, ({ rig }) => {
      rig.queue.setFault(UNAVAILABLE);
      rig.blobs.setFault(UNAVAILABLE);
    }),
  },
  {
    name: 'everything down, then back',
    minutes: 1.5,
    poison: true,
    run: during(1, ({ rig }) => breakAll(rig)),
  },
  {
    name: 'token endpoint down from the start',
    minutes: 1.5,
    startsItself: true,
    async run(stage) {
      stage.rig.endpoints.identity.setFault({ kind: 'reset' });
      await stage.start();
      await stage.minutes(1);
      mendAll(stage.rig);
    },
  },
  {
    name: 'kill -9 at random points',
    // As long as the kills take, at a scale of 10: each processor shall find something new.
    minutes: 60,
    startsItself: true,
    run: (stage) => killAgainAndAgain(stage, 50),
  },
  {
    name: 'two processors that steal partitions',
    minutes: 2,
    async run(stage) {
      for (let turn = 0; turn < 4; turn++) {
        const [oldest] = stage.processors;
        await stage.start();
        await stage.minutes(0.3);
        await oldest?.stop();
      }
    },
  },
  { name: 'poison events between good ones', minutes: 1, poison: true, run: async () => undefined },
  {
    name: 'clocks that are hours wrong',
    minutes: 2,
    startsItself: true,
    async run(stage) {
      stage.rig.ingestion.setFault(UNAVAILABLE);
      const ahead = await stage.start({ clockSkewMs: hours(3) });
      await stage.minutes(1.2);
      await ahead.kill();
      await stage.start({ clockSkewMs: -hours(3) });
      mendAll(stage.rig);
    },
  },
  { name: 'all of it, at random', minutes: 6, poison: true, startsItself: true, run: mixAll },
];

/** A few kills in place of fifty, for those who wait for the tests. */
export const FEW_KILLS: Scenario = {
  name: 'kill -9 at random points (few)',
  minutes: 5,
  startsItself: true,
  run: (stage) => killAgainAndAgain(stage, 4),
};

const POLL_MS = 20;

/** From the beginning of its first batch until a processor is killed, in milliseconds of ours: within that batch, or behind some. */
const LONGEST_LIFE_MS = 3_000;

/** A processor that has found nothing to do for so long is killed all the same, in milliseconds of ours. */
const PATIENCE_MS = 15_000;

/**
 * Kills one processor after the other. Each lives until it works: the partitions of a dead one are free only after some
 * seconds, and a processor that waits for them has nothing to lose.
 */
async function killAgainAndAgain(stage: Stage, times: number): Promise<void> {
  // Answers that take half an attempt: so long a batch is under way, and there to be killed.
  const answerMs = 5_000 / stage.rig.scale;
  stage.rig.ingestion.setFault({ kind: 'late-answer', ms: answerMs });
  let atWork = 0;
  for (let i = 0; i < times; i++) {
    const processor = await stage.start();
    const { told } = processor;
    for (let waited = 0; told.begun === 0 && waited < PATIENCE_MS; waited += POLL_MS) await delay(POLL_MS);
    // Every other one within its first batch, the others there or some batches later.
    await delay(stage.random() * (i % 2 === 0 ? answerMs / 2 : LONGEST_LIFE_MS));
    await processor.kill();
    if (told.begun > told.ended) atWork++;
  }
  // Else the scenario has shown nothing.
  if (atWork < times / 4) throw new Error(`only ${atWork} of ${times} processors were killed at work`);
  await stage.start();
}
