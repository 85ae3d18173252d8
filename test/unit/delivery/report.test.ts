import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import { alertOf, type RowOutcome } from '../../../src/delivery/outcomes.ts';
import {
  type BatchReport,
  type DoneBatch,
  emptyReport,
  reportOf,
  sumReports,
} from '../../../src/delivery/report.ts';
import { alertedOutcome, letterOutcome, positionOf, rowOutcome } from '../../support/outcomes.ts';

const judged = {
  category: 'SignInLogs',
  code: '50126',
  level: 'Medium',
  notes: ['no-code'],
  suppressed: true,
} as const;
const alert = { id: 'a', text: '{}' };
const source = positionOf(0);

const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .record({
      level: fc.constantFrom('High', 'Medium', 'Low', 'Unknown'),
      code: fc.constantFrom('', '0', '50053'),
    })
    .map((extra): Outcome => ({ ...rowOutcome(0), ...extra })),
  fc.boolean().map((suppressed): Outcome => ({ ...rowOutcome(0), suppressed, notes: ['no-code'] })),
  fc.constant(0).map(alertedOutcome),
  fc.constantFrom('empty-body', 'other-category').map((reason): Outcome => ({ kind: 'skipped', reason })),
  fc.constant<Outcome>({ kind: 'skipped', reason: 'filtered-level', judged }),
  fc.constant<Outcome>({ kind: 'skipped', reason: 'filtered-category', judged, alert, source }),
  fc.constant(0).map(letterOutcome),
  fc.constant(0).map((index): Outcome => ({ ...letterOutcome(index), alert })),
);

/** A batch that is done, of outcomes: all new and delivered, but for what is said. */
function batchOf(outcomes: readonly Outcome[], rest: Partial<DoneBatch> = {}): DoneBatch {
  const nothing = {
    duplicates: new Set<Outcome>(),
    repeatedAlerts: 0,
    refused: new Set<Outcome>(),
  };
  return { events: 1, outcomes, ...nothing, spilledRows: 0, spilledAlerts: 0, ...rest };
}

/** A batch of outcomes, each an object of its own, with what became of each. */
const anyBatch = fc
  .tuple(fc.array(fc.tuple(anyOutcome, fc.nat({ max: 7 })), { maxLength: 30 }), fc.nat(), fc.nat())
  .map(([pairs, spilledRows, spilledAlerts]) => {
    const own = pairs.map(([outcome, fate]) => ({ outcome: { ...outcome }, fate }));
    const having = (bit: number) =>
      new Set<Outcome>(own.flatMap(({ outcome, fate }) => ((fate & bit) > 0 ? [outcome] : [])));
    return batchOf(
      own.map(({ outcome }) => outcome),
      {
        duplicates: having(1),
        repeatedAlerts: [...having(2)].filter((outcome) => alertOf(outcome) !== undefined).length,
        refused: having(4),
        spilledRows,
        spilledAlerts,
      },
    );
  });

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

function expectConsistent(report: BatchReport): void {
  expect(report.rows + report.skipped + report.deadLetters + report.duplicates).toBe(report.records);
  expect(sum(report.byRisk)).toBe(report.rows);
  expect(sum(report.byCode)).toBe(report.rows);
  expect(sum(report.skippedBy)).toBe(report.skipped);
  expect(sum(report.deadLettersBy)).toBe(report.deadLetters);
}

describe('a report', () => {
  it('counts each outcome where it belongs', () => {
    const outcomes: Outcome[] = [
      rowOutcome(0),
      { ...rowOutcome(1), code: '', level: 'Unknown', notes: ['no-code'] },
      { ...rowOutcome(2), suppressed: true },
      alertedOutcome(3),
      { kind: 'skipped', reason: 'empty-body' },
      { kind: 'skipped', reason: 'filtered-level', judged, alert, source },
      letterOutcome(6),
    ];
    expect(reportOf(batchOf(outcomes, { events: 3, spilledRows: 2, spilledAlerts: 1 }))).toEqual({
      events: 3,
      records: 7,
      rows: 4,
      alerts: 2,
      suppressed: 2,
      skipped: 2,
      deadLetters: 1,
      duplicates: 0,
      spilledRows: 2,
      spilledAlerts: 1,
      byRisk: { High: 1, Medium: 0, Low: 2, Unknown: 1 },
      byCode: { 0: 2, '': 1, 50053: 1 },
      skippedBy: { 'empty-body': 1, 'filtered-level': 1 },
      deadLettersBy: { 'not-a-sign-in': 1 },
      notes: { 'no-code': 2 },
    });
  });

  it('counts a refused row as a dead letter, and its alert as the alert it is', () => {
    const alerted = alertedOutcome(0);
    const report = reportOf(batchOf([alerted, rowOutcome(1)], { refused: new Set([alerted]) }));
    expect(report).toMatchObject({ records: 2, rows: 1, deadLetters: 1, alerts: 1, byRisk: { High: 0 } });
    expect(report.deadLettersBy).toEqual({ refused: 1 });
    expect(reportOf(batchOf([{ ...letterOutcome(0), alert }]))).toMatchObject({ deadLetters: 1, alerts: 1 });
  });

  it('counts a repeat as a duplicate and as nothing else, refused or not, but for an alert that was sent', () => {
    const [sent, repeated] = [alertedOutcome(0), alertedOutcome(1)];
    const filtered: Outcome = { kind: 'skipped', reason: 'filtered-level', judged, alert, source };
    const report = reportOf(
      batchOf([sent, repeated, filtered], {
        duplicates: new Set([sent, repeated]),
        repeatedAlerts: 2,
        refused: new Set([sent]),
      }),
    );
    expect(report).toMatchObject({
      records: 3,
      rows: 0,
      duplicates: 2,
      alerts: 1,
      skipped: 1,
      deadLetters: 0,
    });
    expect(report.byCode).toEqual({});
  });

  it('adds up, whatever the outcomes: records = rows + skipped + dead letters + duplicates', () => {
    fc.assert(
      fc.property(anyBatch, (batch) => {
        const report = reportOf(batch);
        expect(report.records).toBe(batch.outcomes.length);
        expectConsistent(report);
      }),
    );
  });

  it('of two batches is the sum of theirs', () => {
    fc.assert(
      fc.property(anyBatch, anyBatch, (a, b) => {
        const has = (row: RowOutcome) => a.refused.has(row) || b.refused.has(row);
        const whole = reportOf({
          events: 2,
          outcomes: [...a.outcomes, ...b.outcomes],
          duplicates: new Set([...a.duplicates, ...b.duplicates]),
          repeatedAlerts: a.repeatedAlerts + b.repeatedAlerts,
          refused: { has },
          spilledRows: a.spilledRows + b.spilledRows,
          spilledAlerts: a.spilledAlerts + b.spilledAlerts,
        });
        const parts = [reportOf(a), reportOf(b)] as const;
        expect(sumReports(...parts)).toEqual(whole);
        expectConsistent(sumReports(...parts));
      }),
    );
  });

  it('of nothing changes no sum', () => {
    const report = reportOf(
      batchOf([alertedOutcome(0), letterOutcome(1)], { spilledRows: 1, spilledAlerts: 1 }),
    );
    expect(sumReports(report, emptyReport())).toEqual(report);
    expect(sumReports(emptyReport(), report)).toEqual(report);
  });
});
