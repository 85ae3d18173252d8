import * as z from 'zod';
import type { WaitingAlert } from '../notify/ports.ts';

/** The row of an alert that waits, without its partition. */
export function toWaitingRow({ id, time, due, ...texts }: WaitingAlert) {
  // As dates: the service's whole numbers are 32-bit unless they are written as 64-bit ones.
  return { rowKey: `wait-${id}`, ...texts, time: new Date(time), due: new Date(due) };
}

const rowSchema = z.object({
  rowKey: z.string().startsWith('wait-'),
  group: z.string(),
  who: z.string(),
  code: z.string(),
  level: z.enum(['High', 'Medium', 'Low', 'Unknown']),
  name: z.string(),
  time: z.date(),
  due: z.date(),
});

/** @throws ZodError for a row that this version did not write */
export function fromWaitingRow(row: unknown): WaitingAlert {
  const { rowKey, time, due, ...texts } = rowSchema.parse(row);
  return { id: rowKey.slice('wait-'.length), ...texts, time: time.getTime(), due: due.getTime() };
}
