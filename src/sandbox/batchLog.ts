import { z } from 'zod';
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
  byRisk: z.object({ High: count, Medium: count, Low: count, Unknown: count }),
  byCode: counts,
  skippedBy: counts,
  deadLettersBy: counts,
  notes: counts,
});

/** The report in a line that the function logged for a batch; undefined for any other line. */
export function fromLogLine(message: string): BatchReport | undefined {
  if (!message.startsWith('{')) return undefined;
  const { success, data } = lineSchema.safeParse(JSON.parse(message));
  if (!success) return undefined;
  const { event: _, ...report } = data;
  return report;
}
