import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import { createMemory } from '../../../src/delivery/memory.ts';
import { announce, type Memories, placeOf, planBatch } from '../../../src/delivery/plan.ts';
import { alertedOutcome, letterOutcome, positionOf, rowOutcome } from '../../support/outcomes.ts';

let memories: Memories;
beforeEach(() => {
  memories = { rows: createMemory(100), alerts: createMemory(100) };
});

/** The same record, read in another place. */
function elsewhere<T extends Outcome & { readonly source: object }>(outcome: T): T {
  return { ...outcome, source: { ...positionOf(0), partition: '2', sequenceNumber: 7 } };
}

const judged = { code: '50126', level: 'High', notes: [], suppressed: false } as const;

function addRow(outcome: ReturnType<typeof rowOutcome | typeof alertedOutcome>) {
  memories.rows.add(outcome.fingerprint, placeOf(outcome.source));
}
function addAlert(outcome: ReturnType<typeof alertedOutcome>) {
  memories.alerts.add(outcome.alert.id, placeOf(outcome.source));
}

/** A plan, by what it does with each outcome. */
function planOf(...outcomes: Outcome[]) {
  const { rows, alerts, duplicates, repeatedAlerts, contested, rivals } = planBatch(outcomes, memories);
  const index = (outcome: Outcome) => outcomes.indexOf(outcome);
  return {
    rows: rows.map(index),
    alerts: alerts.map(({ alert }) => alert.id),
    duplicates: [...duplicates].map(index),
    repeatedAlerts: [...repeatedAlerts].map(index),
    contested: contested.map(index),
    rivals: rivals.size,
  };
}

const NOTHING = { rows: [], alerts: [], duplicates: [], repeatedAlerts: [], contested: [], rivals: 0 };

describe('the plan of a batch', () => {
  it('sends every row and alert that is not known, each with its place', () => {
    const alerted = alertedOutcome(1);
    expect(planOf(rowOutcome(0), alerted, letterOutcome(2))).toEqual({
      ...NOTHING,
      rows: [0, 1],
      alerts: ['alert-1'],
    });
    expect(planBatch([alerted], memories).alerts).toEqual([{ alert: alerted.alert, source: alerted.source }]);
  });

  it('sends the alerts of records whose row is left out or cannot be sent', () => {
    const { alert, source } = alertedOutcome(0);
    const other = alertedOutcome(1).alert;
    expect(
      planOf(
        { kind: 'skipped', reason: 'filtered-level', judged, alert, source },
        { ...letterOutcome(1), alert: other },
        { kind: 'skipped', reason: 'filtered-level', judged },
      ),
    ).toEqual({ ...NOTHING, alerts: ['alert-0', 'alert-1'] });
  });

  it('leaves out what was delivered from the same place: that part of a repeated batch is done', () => {
    addRow(rowOutcome(0));
    expect(planOf(rowOutcome(0), rowOutcome(1))).toEqual({ ...NOTHING, rows: [1] });
  });

  it('takes what was delivered from another place, or from a batch that is done, for a repeat', () => {
    addRow(rowOutcome(0));
    expect(planOf(elsewhere(rowOutcome(0)))).toEqual({ ...NOTHING, duplicates: [0] });
    memories.rows.settle(rowOutcome(0).fingerprint);
    expect(planOf(rowOutcome(0))).toEqual({ ...NOTHING, duplicates: [0] });
  });

  it.each([{ partition: '2' }, { sequenceNumber: 43 }, { sequenceNumber: null }, { index: 1 }])(
    'takes %j for another place',
    (change) => {
      addRow(rowOutcome(0));
      const { source } = rowOutcome(0);
      expect(planOf({ ...rowOutcome(0), source: { ...source, ...change } }).duplicates).toEqual([0]);
    },
  );

  it('takes another enqueued time for the same place: without metadata the time is that of the attempt', () => {
    addRow(rowOutcome(0));
    const source = { ...positionOf(0), enqueuedTime: '2026-05-05T00:00:00Z' };
    expect(planOf({ ...rowOutcome(0), source })).toEqual(NOTHING);
  });

  it('takes the second of two in one batch for a repeat, also when the first is done', () => {
    expect(planOf(rowOutcome(0), elsewhere(rowOutcome(0)))).toEqual({
      ...NOTHING,
      rows: [0],
      duplicates: [1],
    });
    addRow(rowOutcome(0));
    expect(planOf(rowOutcome(0), elsewhere(rowOutcome(0)))).toEqual({ ...NOTHING, duplicates: [1] });
  });

  it('keeps a record whose content changed', () => {
    addRow(rowOutcome(0));
    expect(planOf(rowOutcome(0, { RiskState: 'remediated' }))).toEqual({ ...NOTHING, rows: [0] });
  });

  it('tells rows and alerts apart: a batch may have failed with one of the two delivered', () => {
    addRow(alertedOutcome(0));
    addAlert(alertedOutcome(1));
    expect(planOf(alertedOutcome(0), alertedOutcome(1))).toEqual({
      ...NOTHING,
      rows: [1],
      alerts: ['alert-0'],
    });
    expect(planOf(elsewhere(alertedOutcome(0)), elsewhere(alertedOutcome(1)))).toEqual({
      ...NOTHING,
      rows: [1],
      alerts: ['alert-0'],
      duplicates: [0],
      repeatedAlerts: [1],
    });
  });

  it('sends one alert for records that differ, when the alert’s id is the same', () => {
    const first = alertedOutcome(0);
    const second = { ...alertedOutcome(1), alert: first.alert };
    expect(planOf(first, second)).toEqual({
      ...NOTHING,
      rows: [0, 1],
      alerts: ['alert-0'],
      repeatedAlerts: [1],
    });
  });
});

describe('a record that another batch is sending', () => {
  it('is contested until it is known what became of it', async () => {
    const done = announce(planBatch([rowOutcome(0), rowOutcome(1)], memories), memories);
    expect(planOf(elsewhere(rowOutcome(0)), rowOutcome(5), elsewhere(rowOutcome(1)))).toEqual({
      ...NOTHING,
      rows: [1],
      contested: [0, 2],
      rivals: 1,
    });
    const { rivals } = planBatch([rowOutcome(0)], memories);
    let resolved = false;
    const waiting = Promise.all(rivals).then(() => {
      resolved = true;
    });
    await Promise.resolve();
    expect(resolved).toBe(false);
    done();
    await waiting;
    expect(planOf(rowOutcome(0))).toEqual({ ...NOTHING, rows: [0] });
  });

  it('is contested when only its alert is, or both; once', () => {
    const { alert, source } = alertedOutcome(0);
    const filtered: Outcome = { kind: 'skipped', reason: 'filtered-level', judged, alert, source };
    announce(planBatch([filtered], memories), memories);
    expect(planOf(alertedOutcome(0))).toEqual({ ...NOTHING, rows: [0], contested: [0], rivals: 1 });
    announce(planBatch([rowOutcome(0)], memories), memories);
    const both = { ...alertedOutcome(0), fingerprint: rowOutcome(0).fingerprint };
    expect(planOf(both)).toEqual({ ...NOTHING, contested: [0], rivals: 2 });
  });

  it('is no longer on its way when its batch is done, neither the row nor the alert', () => {
    const done = announce(planBatch([alertedOutcome(0)], memories), memories);
    expect([memories.rows.onTheWay.size, memories.alerts.onTheWay.size]).toEqual([1, 1]);
    done();
    expect([memories.rows.onTheWay.size, memories.alerts.onTheWay.size]).toEqual([0, 0]);
  });
});
