import { EXPLAIN_WORDS } from '../../../../cli/explain/words.ts';
import type { LiveState, RunView } from '../../api.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { toShown } from '../logText.ts';
import { toTotals } from '../totals.ts';

/** What there is to say of runs besides their counts: how they go, whether everything is accounted for, what failed. */
export function runNotes(runs: readonly RunView[], { out }: LiveState, context: Context): HTMLElement {
  const { words, format } = context;
  const { records, skipped, suppressed, duplicates } = toTotals(runs);
  const fileCount = runs.reduce((sum, run) => sum + run.fileCount, 0);
  const seconds = runs.reduce((sum, run) => sum + (run.seconds ?? 0), 0);
  const gaps = runs.flatMap((run) => run.gaps);
  const errors = runs.flatMap(({ error }) => error ?? []);
  const isRunning = runs.some(({ state }) => state === 'running' || state === 'waiting');
  const isWell = !isRunning && gaps.length === 0 && errors.length === 0 && records > 0;
  const note = (text: string, kind = '', role?: string) =>
    h('span', { class: `note ${kind}`.trim(), role }, text);
  const notes = [
    isRunning && note(words.run.running, 'is-running'),
    isWell && note(words.run.accounted(format.number(records), records, format.seconds(seconds)), 'is-well'),
    ...gaps.map((gap) => note(`${words.run.gap} ${gap}`, 'is-bad')),
    ...errors.map((error) => note(`${words.run.failed} ${toShown(error)}`, 'is-bad', 'alert')),
    duplicates > records / 2 && note(words.run.cameBefore(format.number(duplicates))),
    skipped > 0 && note(`${words.flow.skipped.title}: ${skipReasons(runs, context)}`),
    suppressed > 0 && note(words.run.suppressed(format.number(suppressed))),
  ];
  const first = runs[0]?.files[0];
  const name = first === undefined ? '' : words.run.files(toShown(first.replace(/^.*[/\\]/, '')), fileCount);
  return h(
    'div',
    { class: 'notes' },
    ...notes,
    h(
      'span',
      { class: 'note is-quiet' },
      [name, words.run.out(out)].filter((part) => part !== '').join(' · '),
    ),
  );
}

/** Why records were left out, in words and with how many. */
function skipReasons(runs: readonly RunView[], { language, format }: Context): string {
  const counts = new Map<string, number>();
  for (const { report } of runs) {
    for (const [reason, n] of Object.entries(report.skippedBy))
      counts.set(reason, (counts.get(reason) ?? 0) + n);
  }
  const texts: Readonly<Record<string, string>> = EXPLAIN_WORDS[language].skip;
  return [...counts]
    .map(([reason, n]) => `${(texts[reason] ?? reason).replace(/[.。]$/, '')} (${format.number(n)})`)
    .join(', ');
}
