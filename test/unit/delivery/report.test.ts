import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import type { RowOutcome } from '../../../src/delivery/outcomes.ts';
import { type BatchReport, emptyReport, reportOf, sumReports } from '../../../src/delivery/report.ts';
import { alertedOutcome, letterOutcome, rowOutcome } from '../../support/outcomes.ts';

const judged = { code: '50126', level: 'Medium', notes: ['no-code'], suppressed: true } as const;
const alert = { id: 'a', text: '{}' };

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
  fc.constant<Outcome>({ kind: 'skipped', reason: 'filtered-category', judged, alert }),
  fc.constant(0).map(letterOutcome),
  fc.constant(0).map((index): Outcome => ({ ...letterOutcome(index), alert })),
);

/** A batch of outcomes, each an object of its own, and which of its rows were refused. */
const anyBatch = fc.array(fc.tuple(anyOutcome, fc.boolean()), { maxLength: 30 }).map((pairs) => {
  const own = pairs.map(([outcome, refused]) => ({ outcome: { ...outcome }, refused }));
  return {
    outcomes: own.map(({ outcome }) => outcome),
    refused: new Set<Outcome>(own.flatMap(({ outcome, refused }) => (refused ? [outcome] : []))),
  };
});

const NONE = new Set<RowOutcome>();
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
      { kind: 'skipped', reason: 'filtered-level', judged, alert },
      letterOutcome(6),
    ];
    expect(reportOf(3, outcomes, NONE)).toEqual({
      events: 3,
      records: 7,
      rows: 4,
      alerts: 2,
      suppressed: 2,
      skipped: 2,
      deadLetters: 1,
      duplicates: 0,
      byRisk: { High: 1, Medium: 0, Low: 2, Unknown: 1 },
      byCode: { 0: 2, '': 1, 50053: 1 },
      skippedBy: { 'empty-body': 1, 'filtered-level': 1 },
      deadLettersBy: { 'not-a-sign-in': 1 },
      notes: { 'no-code': 2 },
    });
  });

  it('counts a refused row as a dead letter, and its alert as the alert it is', () => {
    const alerted = alertedOutcome(0);
    const report = reportOf(1, [alerted, rowOutcome(1)], new Set([alerted]));
    expect(report).toMatchObject({ records: 2, rows: 1, deadLetters: 1, alerts: 1, byRisk: { High: 0 } });
    expect(report.deadLettersBy).toEqual({ refused: 1 });
    expect(reportOf(1, [{ ...letterOutcome(0), alert }], NONE)).toMatchObject({ deadLetters: 1, alerts: 1 });
  });

  it('adds up, whatever the outcomes: records = rows + skipped + dead letters + duplicates', () => {
    fc.assert(
      fc.property(anyBatch, ({ outcomes, refused }) => {
        const report = reportOf(1, outcomes, refused);
        expect(report.records).toBe(outcomes.length);
        expectConsistent(report);
      }),
    );
  });

  it('of two batches is the sum of theirs', () => {
    fc.assert(
      fc.property(anyBatch, anyBatch, (a, b) => {
        const refused = new Set([...a.refused, ...b.refused]);
        const whole = reportOf(2, [...a.outcomes, ...b.outcomes], refused);
        const parts = [reportOf(1, a.outcomes, a.refused), reportOf(1, b.outcomes, b.refused)] as const;
        expect(sumReports(...parts)).toEqual(whole);
        expectConsistent(sumReports(...parts));
      }),
    );
  });

  it('of nothing changes no sum', () => {
    const report = reportOf(1, [alertedOutcome(0), letterOutcome(1)], NONE);
    expect(sumReports(report, emptyReport())).toEqual(report);
    expect(sumReports(emptyReport(), report)).toEqual(report);
  });
});
