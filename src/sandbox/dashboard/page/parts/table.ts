import { h } from '../dom.ts';

export interface Column<T> {
  readonly title: string;
  /** `n` for numbers; `wide` for what a phone has no room for. */
  readonly className?: string;
  readonly cell: (item: T) => Node | string;
}

/**
 * A table of items.
 * @param caption what it is, for those who hear the page
 * @param className `stack`: on a phone each row becomes a block of its own
 */
export function toTable<T>(
  caption: string,
  columns: readonly Column<T>[],
  items: readonly T[],
  className = '',
): HTMLElement {
  const head = columns.map(({ title, className }) => h('th', { scope: 'col', class: className }, title));
  const rows = items.map((item) =>
    h('tr', {}, ...columns.map(({ className, cell }) => h('td', { class: className }, cell(item)))),
  );
  return h(
    'div',
    { class: 'table-frame' },
    h(
      'table',
      { class: className },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...rows),
    ),
  );
}
