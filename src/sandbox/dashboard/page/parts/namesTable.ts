import type { NameCount } from '../../api.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { toShown } from '../logText.ts';
import { toHash, withQuery } from '../route.ts';
import { toTable } from './table.ts';

/** The most conspicuous users, addresses or applications; each narrows the filter to itself. */
export function namesTable(
  title: string,
  others: string,
  names: readonly NameCount[],
  context: Context,
): HTMLElement {
  const { words, format, route, go } = context;
  const click = (name: string) => {
    const { view, id, query } = route();
    go(toHash(view, withQuery(query, { text: name }), id));
  };
  const button = ({ name }: NameCount) =>
    h(
      'button',
      {
        type: 'button',
        class: 'as-link',
        'data-key': `${title}:${name}`,
        title: toShown(name),
        on: { click: () => click(name) },
      },
      h('bdi', {}, toShown(name)),
    );
  const table = toTable(
    title,
    [
      { title, className: 'rest', cell: button },
      { title: words.column.high, className: 'n is-high', cell: ({ high }) => format.number(high) },
      { title: words.column.signIns, className: 'n', cell: ({ records }) => format.number(records) },
      { title: others, className: 'n wide', cell: (item) => format.number(item.others) },
    ],
    names,
  );
  return h(
    'section',
    { class: 'card names' },
    names.length === 0 ? h('p', { class: 'empty' }, words.nothing) : table,
  );
}
