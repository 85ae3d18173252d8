import type { CodeSummary, Overview } from '../../api.ts';
import { ask } from '../ask.ts';
import { codeTexts } from '../codeTexts.ts';
import { type Context, runOf, toServerQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { badge, LEVELS } from '../levels.ts';
import { toTable } from '../parts/table.ts';
import { toHash, withQuery } from '../route.ts';

const MOST_DOCUMENTED = 60;

/** The catalog, searched by code, name and text; and the codes that Microsoft documents besides. */
export function codes(context: Context): View {
  const { words, format, language, route, go, say } = context;
  const search = h('input', {
    type: 'search',
    class: 'search',
    placeholder: words.catalog.search,
    'aria-label': words.catalog.search,
    value: route().query.get('text') ?? '',
    maxlength: 256,
  });
  let typing = 0;
  search.addEventListener('input', () => {
    window.clearTimeout(typing);
    typing = window.setTimeout(
      () => go(toHash('codes', withQuery(route().query, { text: search.value.trim() }))),
      200,
    );
  });
  const list = h('div');
  const rank = ({ level }: CodeSummary) => LEVELS.indexOf(level);
  const row = (counts: ReadonlyMap<string, number>, items: readonly CodeSummary[], title: string) => {
    const link = ({ code }: CodeSummary) =>
      linkTo(toHash('codes', runOf(route().query), code), { class: 'code row-link' }, code);
    const meaning = ({ name, summary }: CodeSummary) =>
      h(
        'div',
        { class: 'meaning' },
        h('span', { class: 'meaning-name' }, name),
        h('p', {}, summary?.[language]),
      );
    return toTable(
      title,
      [
        { title: words.column.level, className: 'tight', cell: ({ level }) => badge(level, words) },
        { title: words.column.code, className: 'tight', cell: link },
        { title: words.column.meaning, className: 'fill', cell: meaning },
        {
          title: words.column.inLogs,
          className: 'n',
          cell: ({ code }) => (counts.has(code) ? format.number(counts.get(code) ?? 0) : '–'),
        },
      ],
      items,
      'stack',
    );
  };
  return {
    element: h(
      'div',
      { class: 'view' },
      h('h1', {}, words.catalog.title),
      h('p', { class: 'hint' }, words.catalog.about),
      search,
      list,
    ),
    title: words.catalog.title,
    async refresh() {
      const wanted = (route().query.get('text') ?? '').toLowerCase();
      if (document.activeElement !== search) search.value = route().query.get('text') ?? '';
      const [known, found] = await Promise.all([
        codeTexts(),
        ask<Overview>(`/api/overview?${toServerQuery(context, [])}`),
      ]);
      const counts = new Map(found.codes.map(({ code, records }) => [code, records]));
      const matching = [...known.values()].filter((one) => matches(one, wanted, language));
      const explained = matching
        .filter(({ summary }) => summary !== undefined)
        .sort((a, b) => rank(a) - rank(b));
      const documented = matching.filter(({ summary }) => summary === undefined);
      const rest = documented.length - MOST_DOCUMENTED;
      put(
        list,
        h(
          'section',
          { class: 'card' },
          h('h2', {}, words.catalog.explained(format.number(explained.length))),
          explained.length === 0
            ? h('p', { class: 'empty' }, words.nothing)
            : row(counts, explained, words.catalog.title),
        ),
        documented.length > 0 &&
          h(
            'section',
            { class: 'card' },
            h('h2', {}, words.catalog.documented(format.number(documented.length))),
            h('p', { class: 'hint' }, words.catalog.documentedAbout),
            row(counts, documented.slice(0, MOST_DOCUMENTED), words.catalog.documented('')),
            rest > 0 && h('p', { class: 'hint' }, words.codes.more(format.number(rest))),
          ),
      );
      if (wanted !== '') say(words.found(format.number(matching.length), matching.length));
    },
  };
}

function matches(
  { code, name = '', summary, rationale }: CodeSummary,
  wanted: string,
  language: 'ja' | 'en',
): boolean {
  if (wanted === '' || code.startsWith(wanted.replace(/^aadsts/, ''))) return true;
  const texts = [name, summary?.[language] ?? '', rationale?.[language] ?? ''];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
