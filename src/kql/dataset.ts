import type { Run } from './compile/expression.ts';
import { INGESTION_COLUMN } from './compile/special.ts';
import { KqlError } from './kqlError.ts';
import type { Database } from './language/database.ts';
import { watchlistColumns } from './language/database.ts';
import type { Columns } from './schema/types.ts';
import { fromRows, type InputRow, TableBuilder } from './table/fromRows.ts';
import { byName, type Column, columnReader, selectColumns, selectRows, type Table } from './table/table.ts';
import { parseDatetime } from './values/datetime.ts';

/** When a row that does not say was ingested: a minute behind its TimeGenerated, in ticks. */
export const USUAL_DELAY = 600_000_000;

/** The property of an input row that says when it was ingested (ISO 8601); it is no column. */
export const INGESTION_PROPERTY = '_IngestionTime';

/** A table of the workspace whose rows are in the order of TimeGenerated. */
export interface StoredTable {
  readonly table: Table;
  /** TimeGenerated of each row, in ticks. */
  readonly times: Float64Array;
  /** The longest time from TimeGenerated to ingestion. */
  readonly longestDelay: number;
}

/** Data of a workspace. */
export interface Dataset {
  readonly tables: ReadonlyMap<string, StoredTable>;
  readonly watchlists: ReadonlyMap<string, Table>;
}

/** Which rows a run sees, in ticks: as the scheduler hands them to a rule. */
export interface View {
  /** What `now()` gives. */
  readonly now: number;
  /** Rows with a TimeGenerated behind this. */
  readonly after?: number;
  /** Rows with a TimeGenerated up to this. */
  readonly upTo?: number;
  /** Rows that had been ingested by then. */
  readonly ingestedBy?: number;
}

/** Collects rows of a table that has a TimeGenerated. */
export class StoredTableBuilder {
  readonly #builder: TableBuilder;

  constructor(columns: Columns) {
    this.#builder = new TableBuilder({ ...columns, [INGESTION_COLUMN]: 'datetime' });
  }

  get length(): number {
    return this.#builder.length;
  }

  /** @throws KqlError for a row without a time, or with a value of another type */
  add(row: InputRow): void {
    const time = typeof row['TimeGenerated'] === 'string' ? parseDatetime(row['TimeGenerated']) : undefined;
    if (time === undefined)
      throw new KqlError(`a row has no TimeGenerated: ${JSON.stringify(row).slice(0, 80)}`);
    const ingested = row[INGESTION_PROPERTY];
    this.#builder.add(row);
    this.#builder.set(INGESTION_COLUMN, ingested ?? time + USUAL_DELAY);
  }

  build(): StoredTable {
    const table = this.#builder.build();
    const times = numbersOf(table, 'TimeGenerated');
    const order = Int32Array.from({ length: table.length }, (_, row) => row);
    if (!isAscending(times)) order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
    const sorted = isAscending(times) ? table : inOrder(table, order);
    const ingested = numbersOf(table, INGESTION_COLUMN);
    const longestDelay = ingested.reduce((most, at, row) => Math.max(most, at - (times[row] ?? 0)), 0);
    return { table: sorted, times: Float64Array.from(order, (row) => times[row] ?? 0), longestDelay };
  }
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = byName(table).get(name);
  const read = column === undefined ? () => null : columnReader(column);
  return Float64Array.from({ length: table.length }, (_, row) => Number(read(row)));
}

function isAscending(times: Float64Array): boolean {
  return times.every((time, row) => row === 0 || time >= (times[row - 1] ?? 0));
}

/** The rows in another order, copied so that each run has one selection less to look through. */
function inOrder(table: Table, order: Int32Array): Table {
  const columns = table.columns.map((column): Column => {
    const { vector } = column;
    switch (vector.kind) {
      case 'coded':
        return { ...column, vector: { ...vector, codes: order.map((row) => vector.codes[row] ?? 0) } };
      case 'numbers':
        return {
          ...column,
          vector: {
            ...vector,
            numbers: Float64Array.from(order, (row) => vector.numbers[row] ?? Number.NaN),
          },
        };
      default:
        return column;
    }
  });
  return { length: table.length, columns };
}

/** A dataset of rows as they would be ingested. @throws KqlError for a table that the workspace does not have */
export function createDataset(
  { workspace }: Database,
  tables: Readonly<Record<string, Iterable<InputRow>>>,
  watchlists: Readonly<Record<string, readonly InputRow[]>> = {},
): Dataset {
  return {
    tables: new Map(
      Object.entries(tables).map(([name, rows]) => {
        const columns = workspace.tables[name];
        if (columns === undefined) throw new KqlError(`the workspace has no table ${name}`);
        const builder = new StoredTableBuilder(columns);
        for (const row of rows) builder.add(row);
        return [name, builder.build()];
      }),
    ),
    watchlists: new Map(
      Object.entries(watchlists).map(([alias, items]) => [
        alias,
        fromRows(watchlistColumns(workspace.watchlists, alias), items),
      ]),
    ),
  };
}

/** A run over a dataset. Runs with the same view may share what stored functions give. */
export function createRun(dataset: Dataset, view: View, shared: Map<string, Table> = new Map()): Run {
  const seen = new Map<string, Table | undefined>();
  return {
    now: view.now,
    table: (name) => {
      if (!seen.has(name)) seen.set(name, visible(dataset.tables.get(name), view));
      return seen.get(name);
    },
    watchlist: (alias) => dataset.watchlists.get(alias),
    parameters: new Map(),
    memo: new Map(),
    shared,
  };
}

function visible(stored: StoredTable | undefined, { after, upTo, ingestedBy }: View): Table | undefined {
  if (stored === undefined) return undefined;
  const { table, times, longestDelay } = stored;
  const start = after === undefined ? 0 : firstBehind(times, after);
  const end = upTo === undefined ? times.length : firstBehind(times, upTo);
  const all = start === 0 && end === times.length;
  const index = new Int32Array(Math.max(0, end - start));
  for (let at = 0; at < index.length; at++) index[at] = start + at;
  const inTime = all
    ? table
    : { length: index.length, columns: selectColumns(table.columns, { index, gaps: false }) };
  // Where even the slowest row was there in time, none needs to be looked at.
  if (ingestedBy === undefined || (times[end - 1] ?? 0) + longestDelay <= ingestedBy) return inTime;
  const column = byName(inTime).get(INGESTION_COLUMN);
  const read = column === undefined ? () => null : columnReader(column);
  const rows = Int32Array.from({ length: inTime.length }, (_, row) => row);
  return selectRows(
    inTime,
    rows.filter((row) => Number(read(row)) <= ingestedBy),
  );
}

/** The first row whose time is behind `time`. */
function firstBehind(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
