import { createHash } from 'node:crypto';
import { createConfiguredEnricher } from '../../src/compose.ts';
import { alertOf, isRow } from '../../src/delivery/outcomes.ts';

/** What a scenario sent must arrive as, and what did arrive; all of it by id. */
export interface Ledger {
  /** Notes an event before it is sent. @returns the number of its records */
  expect(body: Buffer): number;
  rowArrived(recordId: string): void;
  alertArrived(id: string): void;
  letterArrived(bytes: Buffer): void;
  account(): Account;
}

/** How a scenario ended. Repeats are arrivals beyond the first of each id. */
export interface Account {
  readonly sent: number;
  readonly rows: number;
  readonly alerts: number;
  readonly dead: number;
  /** Records that arrived neither as a row nor as a dead letter, and alerts that did not arrive. */
  readonly lost: number;
  readonly lostIds: readonly string[];
  readonly repeatedRows: number;
  readonly repeatedAlerts: number;
  /** Rows, alerts and dead letters that nobody sent. */
  readonly strangers: number;
}

const POSITION = { partition: '0', sequenceNumber: 0, enqueuedTime: '2026-01-01T00:00:00.000Z' };

const enrich = createConfiguredEnricher({ ROW_DETAIL: 'compact', MIN_ROW_LEVEL: 'Low' });

export function createLedger(): Ledger {
  let sent = 0;
  const rows = new Set<string>();
  // Bytes of a record -> id of its row: a row that is refused turns up as a dead letter with the record's bytes.
  const records = new Map<string, string>();
  const letters = new Set<string>();
  const alerts = new Set<string>();
  const arrivedRows = new Map<string, number>();
  const arrivedAlerts = new Map<string, number>();
  const arrivedLetters = new Set<string>();

  return {
    expect(body) {
      const outcomes = enrich({ body, position: POSITION });
      for (const outcome of outcomes) {
        sent++;
        if (isRow(outcome)) {
          const id = String(outcome.row['RecordId']);
          rows.add(id);
          records.set(keyOf(outcome.original()), id);
        }
        if (outcome.kind === 'dead-letter') letters.add(keyOf(outcome.letter.bytes));
        const pending = alertOf(outcome);
        if (pending !== undefined) alerts.add(pending.alert.id);
      }
      return outcomes.length;
    },
    rowArrived: (id) => count(arrivedRows, id),
    alertArrived: (id) => count(arrivedAlerts, id),
    letterArrived: (bytes) => {
      arrivedLetters.add(keyOf(bytes));
    },
    account() {
      const refused = new Set([...arrivedLetters].map((key) => records.get(key)));
      const lost = [
        ...[...rows].flatMap((id) => (arrivedRows.has(id) || refused.has(id) ? [] : [`row ${id}`])),
        ...[...letters].flatMap((key) => (arrivedLetters.has(key) ? [] : [`dead letter ${key}`])),
        ...[...alerts].flatMap((id) => (arrivedAlerts.has(id) ? [] : [`alert ${id}`])),
      ];
      return {
        sent,
        rows: arrivedRows.size,
        alerts: arrivedAlerts.size,
        dead: arrivedLetters.size,
        lost: lost.length,
        lostIds: lost.slice(0, 20),
        repeatedRows: repeats(arrivedRows),
        repeatedAlerts: repeats(arrivedAlerts),
        strangers:
          [...arrivedRows.keys()].filter((id) => !rows.has(id)).length +
          [...arrivedAlerts.keys()].filter((id) => !alerts.has(id)).length +
          [...arrivedLetters].filter((key) => !letters.has(key) && !records.has(key)).length,
      };
    },
  };
}

function keyOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function count(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

function repeats(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, n) => sum + n - 1, 0);
}
