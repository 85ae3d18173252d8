import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import * as z from 'zod';
import { createPool } from '../delivery/pool.ts';
import { StoreUnavailableError } from '../delivery/ports.ts';
import type { NotificationStore, OpenWindow, WaitingAlert } from '../notify/ports.ts';
import { toFailure } from './failure.ts';
import { fromWaitingRow, toWaitingRow } from './notificationRows.ts';
import { within } from './within.ts';

/**
 * Known alerts lie in 16 partitions, by the first digit of their ids, so that a burst is not held up by one; who waits
 * lies beside who is known, since only within a partition two rows can be written as one.
 */
const PARTS = '0123456789abcdef';
const WINDOWS = 'windows';
const MINUTES = 'minutes';

/** Rows in one transaction, by the service's limit. */
const TRANSACTION_ROWS = 100;

/** Calls of a digest at a time. */
const CONCURRENCY = 8;

/** The store's own retries included. An invocation may take minutes; a call that takes longer than this is an outage. */
const OPERATION_MS = 20_000;

/** Instances that count the same minute at the same time; who loses so often is better off in the digest. */
const COUNT_ATTEMPTS = 10;

const partOf = (id: string): string => `part-${id.slice(0, 1)}`;
const knownRow = (id: string, now: string) => ({
  partitionKey: partOf(id),
  rowKey: `known-${id}`,
  since: now,
});

/** What notifiers have in common, in one table. Changes are single writes or transactions: no lock, no lease. */
export function createNotificationTable(table: TableClient): NotificationStore {
  const pool = createPool(CONCURRENCY);
  const deleteRows = async (partitionKey: string, rowKeys: readonly string[]): Promise<void> => {
    const chunks = Array.from({ length: Math.ceil(rowKeys.length / TRANSACTION_ROWS) }, (_, index) =>
      rowKeys.slice(index * TRANSACTION_ROWS, (index + 1) * TRANSACTION_ROWS),
    );
    const deleteChunk = async (chunk: readonly string[]): Promise<void> => {
      const actions = chunk.map((rowKey): TransactionAction => ['delete', { partitionKey, rowKey }]);
      if (await pool(() => unless(404, () => table.submitTransaction(actions)))) return;
      // One that is gone already fails the others of its transaction.
      const deleteOne = (rowKey: string) => unless(404, () => table.deleteEntity(partitionKey, rowKey));
      await Promise.all(chunk.map((rowKey) => pool(() => deleteOne(rowKey))));
    };
    await Promise.all(chunks.map(deleteChunk));
  };
  const keysOf = async (filter: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { rowKey } of table.listEntities({ queryOptions: { filter, select: ['RowKey'] } }))
      if (rowKey !== undefined) keys.push(rowKey);
    return keys;
  };

  return {
    isKnown: (id) => unless(404, () => table.getEntity(partOf(id), `known-${id}`)),
    async open(window) {
      const key = `${window.slot} ${window.group}`;
      const row = { partitionKey: WINDOWS, rowKey: key, ...window };
      if (await unless(409, () => table.createEntity(row))) return window;
      const { slot, group, first, message } = await ask(() => table.getEntity<OpenWindow>(WINDOWS, key));
      return { slot, group, first, message };
    },
    remember: (id, now) => unless(409, () => table.createEntity(knownRow(id, now))),
    postpone: (alert, now) =>
      unless(409, () =>
        table.submitTransaction([
          ['create', knownRow(alert.id, now)],
          ['create', { partitionKey: partOf(alert.id), ...toWaitingRow(alert) }],
        ]),
      ),
    async waiting() {
      const listPart = (part: string) =>
        ask(async () => {
          const alerts: WaitingAlert[] = [];
          const filter = odata`PartitionKey eq ${part} and RowKey ge 'wait-' and RowKey lt 'wait.'`;
          for await (const row of table.listEntities({ queryOptions: { filter } }))
            alerts.push(fromWaitingRow(row));
          return alerts;
        });
      const lists = await Promise.all(Array.from(PARTS, (digit) => pool(() => listPart(partOf(digit)))));
      return lists.flat();
    },
    async withdraw(ids) {
      const parts = Object.entries(Object.groupBy(ids, partOf));
      const toRow = (id: string) => `wait-${id}`;
      await Promise.all(parts.map(([part, list = []]) => deleteRows(part, list.map(toRow))));
    },
    async takePlace(minute, places) {
      for (let attempt = 0; attempt < COUNT_ATTEMPTS; attempt++) {
        const row = await readCount(table, minute);
        if ((row?.taken ?? 0) >= places) return false;
        const next = { partitionKey: MINUTES, rowKey: minute, taken: (row?.taken ?? 0) + 1 };
        const isMine =
          row === undefined
            ? await unless(409, () => table.createEntity(next))
            : await unless(412, () => table.updateEntity(next, 'Replace', { etag: row.etag }));
        if (isMine) return true;
      }
      return false;
    },
    async forget({ slotsBefore, minutesBefore, knownBefore, part }) {
      const before = (partition: string, key: string) =>
        ask(() => keysOf(odata`PartitionKey eq ${partition} and RowKey lt ${key}`));
      await deleteRows(WINDOWS, await before(WINDOWS, slotsBefore));
      await deleteRows(MINUTES, await before(MINUTES, minutesBefore));
      const name = partOf(PARTS.charAt(part % PARTS.length));
      const known = odata`PartitionKey eq ${name} and RowKey ge 'known-' and RowKey lt 'known.' and since lt ${knownBefore}`;
      await deleteRows(name, await ask(() => keysOf(known)));
    },
  };
}

async function readCount(
  table: TableClient,
  minute: string,
): Promise<{ readonly taken: number; readonly etag: string } | undefined> {
  let row: { readonly taken: number; readonly etag: string } | undefined;
  await unless(404, async () => {
    row = await table.getEntity<{ taken: number }>(MINUTES, minute);
  });
  return row;
}

/** @returns false when the service answered with this status, which says that a row is there, gone or changed */
async function unless(status: number, run: () => Promise<unknown>): Promise<boolean> {
  return ask(async () => {
    try {
      await run();
      return true;
    } catch (error) {
      if (!isRestError(error) || error.statusCode !== status) throw error;
      // A table that is missing has the same status as a row.
      if (codeOf(error) === 'TableNotFound') throw error;
      return false;
    }
  });
}

const detailsSchema = z.object({ odataError: z.object({ code: z.string() }) });

/** What the service calls its answer. The SDK keeps that in the details, but for transactions. */
function codeOf({ code, details }: RestError): string | undefined {
  return code ?? detailsSchema.safeParse(details).data?.odataError.code;
}

/** @throws StoreUnavailableError when the service cannot be reached or used */
async function ask<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await within(OPERATION_MS, run);
  } catch (error) {
    const { detail } = toFailure(error, { canRefuse: false });
    throw new StoreUnavailableError(`${detail}; settings NOTIFY_TABLE_ENDPOINT and NOTIFY_TABLE_NAME`, {
      cause: error,
    });
  }
}
