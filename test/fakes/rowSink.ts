import { Buffer } from 'node:buffer';
import { ALL_COLUMNS, STREAM_NAME } from '../../src/core/row/columns.ts';
import type { RowSink } from '../../src/delivery/ports.ts';
import { toRowCheck } from '../../src/sandbox/logsIngestion/rowSchema.ts';
import { refused, type SinkFault } from './fault.ts';

/** The limit of a request of the Logs Ingestion API, in bytes. */
const MAX_REQUEST_BYTES = 1_048_576;

export interface FakeRowSink extends RowSink {
  /** The rows of every call, as JSON, taken or not. */
  readonly calls: (readonly string[])[];
  /** Every row that was taken, as JSON. */
  readonly arrived: string[];
  fault: SinkFault<readonly string[]> | undefined;
}

/** Rows in memory: refused for the reasons for which the Logs Ingestion API refuses them, all of a call or none. */
export function createFakeRowSink(): FakeRowSink {
  const check = toRowCheck(STREAM_NAME, ALL_COLUMNS);
  const sink: FakeRowSink = {
    calls: [],
    arrived: [],
    fault: undefined,
    async send(texts) {
      const rows = texts.map((text) => Buffer.from(text).toString());
      sink.calls.push(rows);
      const answer = await sink.fault?.(rows);
      if (answer !== undefined) return answer;
      const bytes = Buffer.byteLength(`[${rows.join(',')}]`);
      if (bytes > MAX_REQUEST_BYTES) return refused(`status 413, ${bytes} bytes`);
      for (const [index, row] of rows.entries()) {
        const wrong = check(JSON.parse(row));
        if (wrong !== undefined) return refused(`status 400, row ${index}: ${wrong}`);
      }
      sink.arrived.push(...rows);
      return { ok: true };
    },
    check: async () => (await sink.fault?.([])) ?? { ok: true },
  };
  return sink;
}
