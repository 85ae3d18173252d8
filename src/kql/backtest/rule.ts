import { z } from 'zod';
import { TICKS_PER_DAY } from '../values/datetime.ts';

const UNITS: Readonly<Record<string, number>> = {
  m: TICKS_PER_DAY / 1440,
  h: TICKS_PER_DAY / 24,
  d: TICKS_PER_DAY,
};

/** `5m`, `1h` or `14d`, as ticks. */
const durationSchema = z
  .string()
  .regex(/^\d+[mhd]$/, 'a number and m, h or d, such as 1h')
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0))
  .refine((ticks) => ticks > 0, 'longer than nothing');

/**
 * A scheduled analytics rule in the YAML format of the public rule collection (github.com/Azure/Azure-Sentinel), as far
 * as a backtest needs it; other members are ignored.
 */
export const scheduledRuleSchema = z
  .object({
    id: z.string().optional(),
    name: z.string(),
    severity: z.enum(['Informational', 'Low', 'Medium', 'High']),
    queryFrequency: durationSchema,
    queryPeriod: durationSchema,
    triggerOperator: z.enum(['gt', 'lt', 'eq', 'ne']),
    triggerThreshold: z.number(),
    query: z.string(),
    entityMappings: z
      .array(
        z.object({
          entityType: z.string(),
          fieldMappings: z.array(z.object({ identifier: z.string(), columnName: z.string() })),
        }),
      )
      .default([]),
    alertDetailsOverride: z
      .object({
        alertDisplayNameFormat: z.string().optional(),
        alertDescriptionFormat: z.string().optional(),
        alertSeverityColumnName: z.string().optional(),
      })
      .default({}),
    eventGroupingSettings: z
      .object({ aggregationKind: z.enum(['SingleAlert', 'AlertPerResult']) })
      .default({ aggregationKind: 'SingleAlert' }),
    kind: z.literal('Scheduled').default('Scheduled'),
  })
  .refine((rule) => rule.queryPeriod >= rule.queryFrequency, 'queryPeriod is shorter than queryFrequency');
export type ScheduledRule = z.infer<typeof scheduledRuleSchema>;

/** Whether a number of results makes the rule fire. */
export function fires({ triggerOperator, triggerThreshold }: ScheduledRule, results: number): boolean {
  switch (triggerOperator) {
    case 'gt':
      return results > triggerThreshold;
    case 'lt':
      return results < triggerThreshold;
    case 'eq':
      return results === triggerThreshold;
    case 'ne':
      return results !== triggerThreshold;
  }
}
