import type { MetricView } from '../../api.ts';
import { ask } from '../ask.ts';
import type { Context, View } from '../context.ts';
import { h, put } from '../dom.ts';
import { toShown } from '../logText.ts';
import { toTable } from '../parts/table.ts';

/** What the app's own instruments measured since the sandbox was started: in Azure, Application Insights has the same. */
export function metrics({ words, format }: Context): View {
  const list = h('div');
  const own = words.metrics;
  // Three digits say enough of a time, and are all of most counts.
  const number = (value: number | undefined) =>
    value === undefined
      ? '–'
      : format.number(Math.abs(value) < 10 ? Number(value.toPrecision(3)) : Math.round(value));
  return {
    element: h('div', { class: 'view' }, h('h1', {}, own.title), h('p', { class: 'hint' }, own.about), list),
    title: own.title,
    async refresh() {
      const items = await ask<MetricView[]>('/api/metrics');
      put(
        list,
        h(
          'section',
          { class: 'card' },
          items.length === 0
            ? h('p', { class: 'empty' }, own.nothing)
            : toTable(
                own.title,
                [
                  { title: own.name, className: 'tight', cell: ({ name }) => name },
                  {
                    title: own.of,
                    className: 'fill',
                    cell: ({ about }) => toShown(about.join(', ')),
                  },
                  { title: own.count, className: 'n', cell: ({ count }) => number(count) },
                  { title: own.value, className: 'n', cell: ({ value }) => number(value) },
                  { title: own.max, className: 'n', cell: ({ max }) => number(max) },
                  { title: own.unit, className: 'tight', cell: ({ unit }) => unit },
                ],
                items,
                'stack',
              ),
        ),
      );
    },
  };
}
