/** Things that a sink did not take now but may take later. */
export interface Undelivered {
  readonly count: number;
  /** What the sink, or the way there, answered. */
  readonly answer: string;
}

/** A long outage gives few different answers; should there be many, these tell enough. */
const ANSWERS_TOLD = 3;

/**
 * One line for a sink, e.g. `rows not sent to Log Analytics: 1,200 (status 503 from …)`. An outage gives the same answer
 * a hundred times: each is told once, the most frequent first, with its count when there are several.
 * @returns undefined when nothing is undelivered
 */
export function describeUndelivered(
  what: string,
  sink: string,
  undelivered: readonly Undelivered[],
): string | undefined {
  if (undelivered.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { count, answer } of undelivered) counts.set(answer, (counts.get(answer) ?? 0) + count);
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a);
  const answers = byCount
    .slice(0, ANSWERS_TOLD)
    .map(([answer, count]) => (byCount.length > 1 ? `${format(count)} × ${answer}` : answer));
  if (byCount.length > ANSWERS_TOLD) answers.push(`and ${byCount.length - ANSWERS_TOLD} other answers`);
  const total = undelivered.reduce((sum, { count }) => sum + count, 0);
  return `${what} not sent to ${sink}: ${format(total)} (${answers.join('; ')})`;
}

function format(count: number): string {
  return count.toLocaleString('en');
}
