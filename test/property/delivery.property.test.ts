import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordPosition } from '../../src/core/event.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { BatchReport } from '../../src/delivery/report.ts';
import { refused, unavailable } from '../fakes/fault.ts';
import { createFedInstance, createWorld, lettersIn, type World } from '../support/delivery.ts';
import { alertedOutcome, badRowOutcome, letterOutcome, originalOf, rowOutcome } from '../support/outcomes.ts';

/** Records of which a run is made: whichever turns up again is a repeat of the same record. */
const RECORDS = 12;

/** The outcome of a record: by its number a row, a row with an alert, one that is refused, or one not understood. */
function outcomeOf(record: number, source: RecordPosition): Outcome {
  if (record === 0) return { ...letterOutcome(record), letter: { ...letterOutcome(record).letter, source } };
  if (record % 5 === 1) return { ...badRowOutcome(record), source };
  return record % 2 === 0 ? { ...alertedOutcome(record), source } : { ...rowOutcome(record), source };
}

const FAULTS = ['none', 'soon', 'later', 'every second', 'bug', 'refused'] as const;
type FaultName = (typeof FAULTS)[number];

/** What a sink does first with each call. */
function toFault(name: FaultName) {
  let calls = 0;
  return () => {
    calls++;
    switch (name) {
      case 'soon':
        return unavailable();
      case 'later':
        return unavailable('status 403', 'later');
      case 'every second':
        return calls % 2 === 0 ? unavailable() : undefined;
      case 'bug':
        throw new TypeError('a bug');
      default:
        return undefined;
    }
  };
}

type Step =
  /** Batches that come at once, each with these records. */
  | { readonly kind: 'batches'; readonly batches: readonly (readonly number[])[] }
  | {
      readonly kind: 'faults';
      readonly rows: FaultName;
      readonly alerts: FaultName;
      readonly spills: FaultName;
      readonly letters: FaultName;
    }
  | { readonly kind: 'redeliver' }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The instance ends, and another one begins with what is left. */
  | { readonly kind: 'restart' };

function steps(faults: readonly FaultName[], more: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  const fault = fc.constantFrom(...faults);
  const storeFault = fc.constantFrom(...faults.filter((name) => name !== 'refused'));
  const batch = fc.array(fc.integer({ min: 0, max: RECORDS - 1 }), { maxLength: 6 });
  return fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .array(batch, { minLength: 1, maxLength: 3 })
          .map((batches): Step => ({ kind: 'batches', batches })),
      },
      {
        weight: 3,
        arbitrary: fc
          .record({ rows: fault, alerts: storeFault, spills: storeFault, letters: storeFault })
          .map((names): Step => ({ kind: 'faults', ...names })),
      },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 0, max: 120_000 }).map((ms): Step => ({ kind: 'wait', ms })),
      },
      ...more.map((arbitrary) => ({ weight: 1, arbitrary })),
    ),
    { maxLength: 14 },
  );
}

function setFaults(world: World, names: Extract<Step, { kind: 'faults' }>): void {
  const rows = toFault(names.rows);
  world.rows.fault = () => (names.rows === 'refused' ? refused('status 400') : rows());
  world.alerts.fault = toFault(names.alerts);
  const spills = toFault(names.spills);
  world.spills.fault = (operation) => (operation === 'release' ? undefined : spills());
  world.deadLetters.fault = toFault(names.letters);
}

/** Does the steps, as a host does: a batch that fails comes again, before any other of its partition, until it is done. */
async function run(world: World, given: readonly Step[]) {
  let instance = createFedInstance(world);
  const partitions: { readonly outcomes: Outcome[] }[][] = [[], [], []];
  const reports: { readonly report: BatchReport; readonly records: number }[] = [];
  const seen = new Set<number>();
  let sequenceNumber = 0;

  /** One try of each partition's first batch, at the same time. */
  const invoke = async (): Promise<void> => {
    await Promise.all(
      partitions.map(async (waiting) => {
        const [batch] = waiting;
        if (batch === undefined) return;
        try {
          const report = await instance.processEvents(batch.outcomes);
          reports.push({ report, records: batch.outcomes.length });
          waiting.shift();
        } catch (error) {
          expect(['DeliveryError', 'TypeError']).toContain((error as Error).name);
        }
      }),
    );
  };

  for (const step of given) {
    if (step.kind === 'faults') setFaults(world, step);
    else if (step.kind === 'wait') await world.clock.sleep(step.ms);
    else if (step.kind === 'restart') instance = createFedInstance(world);
    else if (step.kind === 'redeliver') await instance.redeliver().catch(() => undefined);
    else {
      for (const [i, records] of step.batches.entries()) {
        sequenceNumber++;
        for (const record of records) seen.add(record);
        const outcomes = records.map((record, index) =>
          outcomeOf(record, {
            partition: `${i}`,
            sequenceNumber,
            enqueuedTime: '2026-01-02T03:04:05Z',
            index,
          }),
        );
        partitions[i]?.push({ outcomes });
      }
      await invoke();
    }
  }
  world.rows.fault = world.alerts.fault = world.spills.fault = world.deadLetters.fault = undefined;
  for (
    let minutes = 0;
    partitions.some((waiting) => waiting.length > 0) || world.spills.blobs.size > 0;
    minutes++
  ) {
    if (minutes > 60) throw new Error('what is left does not drain');
    await world.clock.sleep(60_000);
    await invoke();
    await instance.redeliver();
  }
  return { reports, seen };
}

const count = (texts: readonly string[], text: string) => texts.filter((one) => one === text).length;

/** How often each record is durable, as a row or a dead letter, and its alert. */
function durable(world: World, record: number) {
  const letters = lettersIn(world).filter(({ bytes }) => bytes.equals(originalOf(record))).length;
  const outcome = outcomeOf(record, { partition: '', sequenceNumber: 0, enqueuedTime: '', index: 0 });
  const rows = 'json' in outcome ? count(world.rows.arrived, outcome.json.toString()) : 0;
  const wantsAlert = 'alert' in outcome && outcome.alert !== undefined;
  const alerts = wantsAlert ? count(world.alerts.arrived, outcome.alert.text) : 0;
  return { rows, letters, alerts, wantsAlert };
}

describe('whatever the sinks and stores do, and however often batches come again', () => {
  const redeliver = fc.constant<Step>({ kind: 'redeliver' });
  const restart = fc.constant<Step>({ kind: 'restart' });

  it('every record and alert is durable at least once, and every report adds up', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(steps(FAULTS, [redeliver, redeliver, restart]), async (given) => {
        const world = createWorld();
        const { reports, seen } = await run(world, given);
        for (const { report, records } of reports) {
          expect(report.records).toBe(records);
          expect(report.rows + report.skipped + report.deadLetters + report.duplicates).toBe(records);
        }
        for (const record of seen) {
          const { rows, letters, alerts, wantsAlert } = durable(world, record);
          expect(rows + letters, `record ${record}`).toBeGreaterThanOrEqual(1);
          if (wantsAlert) expect(alerts, `alert of ${record}`).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('one instance whose services say no, but do not break, delivers every row and alert exactly once', {
    timeout: 60_000,
  }, async () => {
    const faults = FAULTS.filter((name) => name !== 'bug' && name !== 'refused');
    await fc.assert(
      fc.asyncProperty(steps(faults, []), async (given) => {
        const world = createWorld();
        const { seen } = await run(world, given);
        for (const record of seen) {
          const { rows, letters, alerts, wantsAlert } = durable(world, record);
          if (letters > 0) expect(rows, `record ${record}`).toBe(0);
          else expect(rows, `record ${record}`).toBe(1);
          if (wantsAlert) expect(alerts, `alert of ${record}`).toBe(1);
        }
      }),
      { numRuns: 100 },
    );
  });
});
