import { createEnricher } from '../../core/enrich.ts';
import { TABLE_NAME } from '../../core/row/columns.ts';
import { type Dataset, StoredTableBuilder } from '../../kql/dataset.ts';
import { SIGN_IN_TABLES } from '../../kql/schema/workspace.ts';
import { type Counts, count } from '../counts.ts';
import type { Knowledge } from '../knowledge.ts';

/** What became of the records of a log. */
export interface LogAccount {
  records: number;
  rows: number;
  readonly skipped: Counts;
  readonly deadLetters: Counts;
}

/** Exported logs as the table that the function app would have filled. */
export interface LoadedLogs {
  readonly dataset: Dataset;
  readonly account: LogAccount;
}

/**
 * Makes rows of logs with the function's own enricher.
 * @param now ISO 8601, UTC: stands for the time of a record that has none
 */
export async function readLogs(
  bodies: AsyncIterable<{ readonly bytes: Uint8Array }>,
  knowledge: Knowledge,
  now: string,
): Promise<LoadedLogs> {
  const enrich = createEnricher({
    ...knowledge,
    rowDetail: 'compact',
    minRowLevel: 'Low',
    // An alert costs more than its row, and nothing here looks at it.
    alertPolicy: [{ action: 'suppress', reason: 'a backtest sends none' }],
  });
  const account: LogAccount = { records: 0, rows: 0, skipped: new Map(), deadLetters: new Map() };
  const builder = new StoredTableBuilder(SIGN_IN_TABLES[TABLE_NAME] ?? {});
  let sequenceNumber = 0;
  for await (const { bytes } of bodies) {
    const position = { partition: '0', sequenceNumber: sequenceNumber++, enqueuedTime: now };
    for (const outcome of enrich({ body: bytes, position })) {
      account.records++;
      if (outcome.kind === 'skipped') count(account.skipped, outcome.reason);
      else if (outcome.kind === 'dead-letter') count(account.deadLetters, outcome.reason);
      else {
        account.rows++;
        builder.add(outcome.row);
      }
    }
  }
  return { dataset: { tables: new Map([[TABLE_NAME, builder.build()]]), watchlists: new Map() }, account };
}
