import type { CodeSummary, EntryView } from '../../api.ts';
import { type Context, keptQuery } from '../context.ts';
import { h, linkTo } from '../dom.ts';
import { badge } from '../levels.ts';
import { logText } from '../logText.ts';
import { toHash, type ViewName } from '../route.ts';
import { codeLink } from './codesTable.ts';
import { toTable } from './table.ts';

/** Sign-ins or alerts as a list; of each the time leads to all that is known of it. */
export function entriesTable(
  caption: string,
  view: ViewName,
  entries: readonly EntryView[],
  known: ReadonlyMap<string, CodeSummary>,
  context: Context,
): HTMLElement {
  const { words, format, language, route } = context;
  const open = ({ n, time }: EntryView) =>
    linkTo(toHash(view, keptQuery(route().query), n), { class: 'row-link' }, format.time(time));
  const result = ({ code, name }: EntryView) =>
    h(
      'div',
      { class: 'meaning' },
      h('span', {}, codeLink(code, context), ' ', h('span', { class: 'meaning-name' }, name)),
      h('p', { class: 'brief' }, known.get(code)?.summary?.[language]),
    );
  return toTable(
    caption,
    [
      { title: words.column.timeUtc, className: 'tight', cell: open },
      { title: words.column.level, className: 'tight', cell: ({ level }) => badge(level, words) },
      { title: words.column.result, className: 'fill', cell: result },
      { title: words.column.user, className: 'cut', cell: ({ user }) => logText(user) },
      { title: words.column.application, className: 'cut wide', cell: ({ app }) => logText(app) },
      {
        title: words.column.from,
        className: 'from wide',
        cell: ({ address, place }) =>
          h('div', {}, logText(address), place !== '' && h('div', {}, logText(place, 'place'))),
      },
    ],
    entries,
    'stack',
  );
}
