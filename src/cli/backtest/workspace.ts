import type { TokenCredential } from '@azure/identity';
import type { LogsQueryClient } from '@azure/monitor-query-logs';
import { type Dataset, INGESTION_PROPERTY, type StoredTable, StoredTableBuilder } from '../../kql/dataset.ts';
import { watchlistColumns } from '../../kql/language/database.ts';
import type { Columns, ColumnType } from '../../kql/schema/types.ts';
import { SIGN_IN_TABLES } from '../../kql/schema/workspace.ts';
import { fromRows, type InputRow } from '../../kql/table/fromRows.ts';
import type { Table } from '../../kql/table/table.ts';
import { formatDatetime, TICKS_PER_DAY } from '../../kql/values/datetime.ts';
import { FileError } from '../jsonFile.ts';
import { toSafeText } from '../text.ts';

/** An answer holds at most 500,000 rows and 100 MB; what comes near is asked for in halves. */
const MOST_ROWS = 400_000;
const SHORTEST = TICKS_PER_DAY / 1440;

export interface WorkspaceRequest {
  readonly workspace: string;
  readonly endpoint: string | undefined;
  /** Ticks: the first and the last run, and how far rules look back. */
  readonly since: number;
  readonly until: number;
  readonly longestPeriod: number;
  /** The columns of the watchlists that are read, by alias. */
  readonly watchlists: Readonly<Record<string, Columns>>;
  readonly note: (text: string) => void;
  /** For tests; by default the identity that is signed in. */
  readonly credential?: TokenCredential;
}

export interface LoadedWorkspace {
  readonly dataset: Dataset;
  readonly source: { readonly workspace: string; readonly tables: ReadonlyMap<string, number> };
}

/**
 * Reads the sign-in tables and the watchlists of a workspace, for the time that the runs look at. Only queries are sent.
 * @throws FileError when the service refuses, or the workspace holds too much for a minute
 */
export async function readWorkspace(request: WorkspaceRequest): Promise<LoadedWorkspace> {
  const client = await connect(request);
  const from = request.since - request.longestPeriod - TICKS_PER_DAY / 24;
  const tables = new Map<string, StoredTable>();
  for (const [name, columns] of Object.entries(SIGN_IN_TABLES)) {
    const builder = new StoredTableBuilder(columns);
    for (let start = from; start < request.until; start += TICKS_PER_DAY) {
      const end = Math.min(start + TICKS_PER_DAY, request.until);
      await readSlice(client, request, { name, columns, start, end }, (row) => builder.add(row));
    }
    if (builder.length > 0) tables.set(name, builder.build());
    request.note(`${name}: ${builder.length} rows`);
  }
  const watchlists = new Map<string, Table>();
  for (const [alias, columns] of Object.entries(request.watchlists))
    watchlists.set(alias, await readWatchlist(client, request, alias, columns));
  const counts = new Map([...tables].map(([name, { table }]) => [name, table.length]));
  return { dataset: { tables, watchlists }, source: { workspace: request.workspace, tables: counts } };
}

async function connect({ endpoint, credential }: WorkspaceRequest): Promise<LogsQueryClient> {
  const { LogsQueryClient: Client, DefaultAzureCredential } = await loadSdk();
  const host = endpoint === undefined ? undefined : new URL(endpoint).hostname;
  // Other clouds issue tokens for their own service.
  const audience =
    host === 'api.loganalytics.us' || host === 'api.loganalytics.azure.cn' ? `https://${host}` : undefined;
  return new Client(credential ?? new DefaultAzureCredential(), {
    ...(endpoint !== undefined && { endpoint }),
    ...(audience !== undefined && { audience }),
  });
}

/** Only this way needs the SDK, which who installed the commands as a package may not have. */
async function loadSdk() {
  try {
    const [{ LogsQueryClient: client }, { DefaultAzureCredential }] = await Promise.all([
      import('@azure/monitor-query-logs'),
      import('@azure/identity'),
    ]);
    return { LogsQueryClient: client, DefaultAzureCredential };
  } catch (error) {
    throw new FileError(
      '--workspace needs the packages @azure/monitor-query-logs and @azure/identity: install them',
      {
        cause: error,
      },
    );
  }
}

interface Slice {
  readonly name: string;
  readonly columns: Columns;
  /** Ticks: rows behind `start`, up to `end`. */
  readonly start: number;
  readonly end: number;
}

async function readSlice(
  client: LogsQueryClient,
  request: WorkspaceRequest,
  slice: Slice,
  add: (row: InputRow) => void,
): Promise<void> {
  const rows = await query(client, request, tableQuery(slice), slice.columns);
  if (rows !== undefined && rows.length < MOST_ROWS) {
    for (const row of rows) add(row);
    return;
  }
  const middle = Math.floor((slice.start + slice.end) / 2);
  if (slice.end - slice.start <= SHORTEST)
    throw new FileError(`${slice.name} has more rows in a minute than the service answers with`);
  await readSlice(client, request, { ...slice, end: middle }, add);
  await readSlice(client, request, { ...slice, start: middle }, add);
}

/** A table that is not there has no rows; neither has a column that is not there a value. */
function tableQuery({ name, columns, start, end }: Slice): string {
  const parts = Object.entries(columns).map(
    ([column, type]) => `['${column}'] = ${columnText(column, type)}`,
  );
  return `union isfuzzy=true (datatable(TimeGenerated:datetime)[]), (${name}
| where TimeGenerated > datetime(${formatDatetime(start)}) and TimeGenerated <= datetime(${formatDatetime(end)})
| extend ${INGESTION_PROPERTY} = ingestion_time())
| project ${INGESTION_PROPERTY} = tostring(column_ifexists('${INGESTION_PROPERTY}', datetime(null))), ${parts.join(', ')}`;
}

/** Times and dynamic values travel as text: the SDK would cut times to milliseconds. */
function columnText(column: string, type: ColumnType): string {
  const nothing =
    { string: "''", datetime: 'datetime(null)', dynamic: 'dynamic(null)' }[type as 'string'] ??
    `${type}(null)`;
  const value = `column_ifexists('${column}', ${nothing})`;
  return type === 'datetime' || type === 'timespan' || type === 'dynamic' ? `tostring(${value})` : value;
}

async function readWatchlist(
  client: LogsQueryClient,
  request: WorkspaceRequest,
  alias: string,
  own: Columns,
): Promise<Table> {
  const columns = watchlistColumns({ [alias]: own }, alias);
  const parts = Object.entries(columns).map(
    ([column, type]) => `['${column}'] = ${columnText(column, type)}`,
  );
  const text = `union isfuzzy=true (datatable(SearchKey:string)[]), (_GetWatchlist('${alias}')) | project ${parts.join(', ')}`;
  return fromRows(columns, (await query(client, request, text, columns)) ?? []);
}

/** @returns the rows, or undefined when they are more than the service answers with */
async function query(
  client: LogsQueryClient,
  { workspace }: WorkspaceRequest,
  text: string,
  columns: Columns,
): Promise<InputRow[] | undefined> {
  let result: Awaited<ReturnType<LogsQueryClient['queryWorkspace']>>;
  try {
    // The time is in the query; without this the service would take the last day alone.
    result = await client.queryWorkspace(
      workspace,
      text,
      { duration: 'P3650D' },
      { serverTimeoutInSeconds: 300 },
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new FileError(`the workspace cannot be read (${toSafeText(message)})`, { cause: error });
  }
  if (!('tables' in result)) return undefined;
  const [table] = result.tables;
  if (table === undefined) return [];
  const names = table.columnDescriptors.map(({ name }) => name ?? '');
  return table.rows.map((values) =>
    Object.fromEntries(names.flatMap((name, index) => toMember(name, values[index], columns[name]))),
  );
}

function toMember(name: string, value: unknown, type: ColumnType | undefined): [string, unknown][] {
  if (value === null || value === undefined || value === '') return [];
  if (type !== 'dynamic' || typeof value !== 'string') return [[name, value]];
  try {
    return [[name, JSON.parse(value)]];
  } catch {
    return [[name, value]];
  }
}
