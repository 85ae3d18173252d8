import * as z from 'zod';
import type { RedeliveryReport } from '../delivery/redeliver.ts';
import type { BatchReport } from '../delivery/report.ts';

const count = z.number().int().nonnegative();
const counts = z.record(z.string(), count);

const lineSchema = z.object({
  event: z.literal('batch'),
  events: count,
  records: count,
  rows: count,
  alerts: count,
  suppressed: count,
  skipped: count,
  deadLetters: count,
  duplicates: count,
  spilledRows: count,
  spilledAlerts: count,
  byRisk: z.object({ High: count, Medium: count, Low: count, Unknown: count }),
  byCode: counts,
  skippedBy: counts,
  deadLettersBy: counts,
  notes: counts,
});

const redeliverySchema = z.object({
  event: z.literal('redelivery'),
  spills: count,
  rows: count,
  alerts: count,
  deadLetters: count,
  waiting: count,
  taken: count,
  answers: z.array(z.string()),
  more: z.boolean(),
});

/** The report in a line that the function logged for a batch; undefined for any other line. */
export function fromLogLine(message: string): BatchReport | undefined {
  const data = parseLine(message, lineSchema);
  if (data === undefined) return undefined;
  const { event: _, ...report } = data;
  return report;
}

/** The report in a line that the redelivery logged for a run; undefined for any other line. */
export function fromRedeliveryLine(message: string): RedeliveryReport | undefined {
  const data = parseLine(message, redeliverySchema);
  if (data === undefined) return undefined;
  const { event: _, ...report } = data;
  return report;
}

function parseLine<T extends z.ZodType>(message: string, schema: T): z.infer<T> | undefined {
  return message.startsWith('{') ? schema.safeParse(JSON.parse(message)).data : undefined;
}
