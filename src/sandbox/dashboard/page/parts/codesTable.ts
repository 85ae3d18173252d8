import type { CodeCount, CodeSummary } from '../../api.ts';
import type { Context } from '../context.ts';
import { keptQuery } from '../context.ts';
import { h, linkTo } from '../dom.ts';
import { badge, levelClass } from '../levels.ts';
import { toHash, withQuery } from '../route.ts';
import { toTable } from './table.ts';

/** The codes of a log in the order in which they matter, each with what it means and why it has its level. */
export function codesTable(
  codes: readonly CodeCount[],
  known: ReadonlyMap<string, CodeSummary>,
  context: Context,
): HTMLElement {
  const { words, format, language } = context;
  const most = Math.max(...codes.map(({ records }) => records), 1);
  const meaning = ({ code, name, level }: CodeCount): HTMLElement => {
    const entry = known.get(code);
    const summary = entry?.summary?.[language] ?? (code === '' ? words.codes.without : words.codes.unlisted);
    const why = entry?.rationale?.[language];
    return h(
      'div',
      { class: 'meaning' },
      h('span', { class: 'meaning-name' }, name),
      h('p', {}, summary),
      why !== undefined &&
        level !== 'Low' &&
        h('p', { class: 'why' }, h('strong', {}, `${words.codes.why} `), why),
    );
  };
  return toTable(
    words.codes.title,
    [
      { title: words.column.level, className: 'tight', cell: ({ level }) => badge(level, words) },
      { title: words.column.code, className: 'tight', cell: (item) => codeLink(item.code, context) },
      { title: words.column.meaning, className: 'fill', cell: meaning },
      {
        title: words.column.signIns,
        className: 'n',
        cell: ({ records, level }) => bar(format.number(records), records / most, level),
      },
      { title: words.column.users, className: 'n wide', cell: ({ users }) => format.number(users) },
      {
        title: words.column.addresses,
        className: 'n wide',
        cell: ({ addresses }) => format.number(addresses),
      },
      { title: words.column.last, className: 'wide tight', cell: ({ last }) => format.time(last) },
    ],
    codes,
    'stack',
  );
}

/** A code, as a link to its page. */
export function codeLink(code: string, context: Context): HTMLElement {
  if (code === '') return h('span', { class: 'code' }, '–');
  const { route } = context;
  const query = withQuery(keptQuery(route().query), { code: undefined, level: undefined });
  return linkTo(toHash('codes', query, code), { class: 'code' }, code);
}

function bar(text: string, part: number, level: CodeCount['level']): HTMLElement {
  const line = h('span', { class: `share ${levelClass(level)}`, 'aria-hidden': 'true' });
  line.style.inlineSize = `${Math.max(2, part * 100)}%`;
  return h('div', { class: 'share-frame' }, h('span', {}, text), h('span', { class: 'share-track' }, line));
}
