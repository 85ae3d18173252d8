import type { LiveState, RunView } from '../../api.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { toShown } from '../logText.ts';
import { toTotals } from '../totals.ts';

/** What there is to say of runs besides their counts: how they go, whether everything is accounted for, what failed. */
export function runNotes(runs: readonly RunView[], { out }: LiveState, context: Context): HTMLElement {
  const { words, format } = context;
  const { records, suppressed, duplicates } = toTotals(runs);
  const files = runs.flatMap((run) => run.files);
  const running = runs.filter(({ state }) => state === 'running' || state === 'waiting');
  const seconds = runs.reduce((sum, run) => sum + (run.seconds ?? 0), 0);
  const gaps = runs.flatMap((run) => run.gaps);
  const errors = runs.flatMap(({ error }) => error ?? []);
  const isWell = gaps.length === 0 && errors.length === 0;
  const notes: (Node | string | false)[] = [];
  if (running.length > 0) notes.push(h('span', { class: 'note is-running' }, words.run.running));
  else if (isWell && records > 0)
    notes.push(
      h(
        'span',
        { class: 'note is-well' },
        words.run.accounted(format.number(records), format.seconds(seconds)),
      ),
    );
  for (const gap of gaps) notes.push(h('span', { class: 'note is-bad' }, `${words.run.gap} ${gap}`));
  for (const error of errors)
    notes.push(h('span', { class: 'note is-bad', role: 'alert' }, `${words.run.failed} ${toShown(error)}`));
  if (duplicates > 0 && duplicates === records)
    notes.push(h('span', { class: 'note' }, words.run.onlyDuplicates));
  if (suppressed > 0)
    notes.push(h('span', { class: 'note' }, words.run.suppressed(format.number(suppressed))));
  const [first] = files;
  const name =
    first === undefined ? '' : words.run.files(toShown(first.replace(/^.*[/\\]/, '')), files.length);
  return h(
    'div',
    { class: 'notes' },
    ...notes.map((note) => note || undefined),
    h(
      'span',
      { class: 'note is-quiet' },
      [name, words.run.out(out)].filter((part) => part !== '').join(' · '),
    ),
  );
}
