import { EXPLAIN_WORDS } from '../../../../cli/explain/words.ts';
import type { LetterView, Page } from '../../api.ts';
import { ask } from '../ask.ts';
import { type Context, runOf, toServerQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { logText } from '../logText.ts';
import { pager } from '../parts/pager.ts';
import { toTable } from '../parts/table.ts';
import { toHash } from '../route.ts';

/** What nothing could read, each with its reason. */
export function deadLetters(context: Context): View {
  const { words, format, route } = context;
  const count = h('p', { class: 'hint' });
  const list = h('div');
  const open = (letter: LetterView) =>
    linkTo(
      toHash('dead-letters', runOf(route().query), letter.n),
      { class: 'row-link' },
      faultText(letter.reason, context),
    );
  return {
    element: h(
      'div',
      { class: 'view' },
      h('h1', {}, words.deadLetters.title),
      h('p', { class: 'hint' }, words.deadLetters.about),
      h('section', { class: 'card' }, count, list),
    ),
    title: words.deadLetters.title,
    async refresh() {
      const query = toServerQuery(context, ['page']);
      const page = await ask<Page<LetterView>>(`/api/dead-letters?${query}`);
      put(count, words.found(format.number(page.total), page.total));
      const table = toTable(
        words.deadLetters.title,
        [
          { title: words.column.reason, cell: open },
          { title: words.column.detail, className: 'fill', cell: ({ detail }) => logText(detail) },
          { title: words.column.position, className: 'wide', cell: toPosition },
          { title: words.column.size, className: 'n', cell: ({ size }) => format.bytes(size) },
        ],
        page.items,
        'stack',
      );
      put(
        list,
        page.total === 0 ? h('p', { class: 'empty' }, words.deadLetters.none) : table,
        pager(page, context),
      );
    },
  };
}

/** A reason in words; one that is new is shown as it is. */
export function faultText(reason: string, { language }: Context): string {
  const faults: Readonly<Record<string, string>> = EXPLAIN_WORDS[language].fault;
  return Object.hasOwn(faults, reason) ? (faults[reason] ?? reason) : reason;
}

export function toPosition({ partition, sequenceNumber, index }: LetterView): string {
  return `${partition}/${sequenceNumber ?? ''}/${index}`;
}
