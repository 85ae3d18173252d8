import type { View } from '../dataset.ts';
import { TICKS_PER_DAY } from '../values/datetime.ts';
import type { ScheduledRule } from './rule.ts';

/** A scheduled rule's data ends five minutes before it runs, so that late rows can arrive (in ticks). */
export const SCHEDULE_DELAY = (TICKS_PER_DAY / 1440) * 5;

/**
 * The runs of a rule in a time, each with what it sees: rows whose TimeGenerated lies in its period, which ended five
 * minutes before, and which had been ingested when it ran.
 * @param from ticks; the first run is at or behind it, at a multiple of the frequency counted from midnight UTC
 * @param to ticks; the last run is at or before it
 */
export function runsOf({ queryFrequency, queryPeriod }: ScheduledRule, from: number, to: number): View[] {
  const first = Math.ceil(from / queryFrequency) * queryFrequency;
  const count = Math.max(0, Math.floor((to - first) / queryFrequency) + 1);
  return Array.from({ length: count }, (_, index) => {
    const now = first + index * queryFrequency;
    return {
      now,
      after: now - SCHEDULE_DELAY - queryPeriod,
      upTo: now - SCHEDULE_DELAY,
      ingestedBy: now,
    };
  });
}
