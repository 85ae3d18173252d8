import type { Bucket, Timeline } from '../../api.ts';
import type { Context } from '../context.ts';
import { h, svg } from '../dom.ts';
import { LEVELS, levelClass } from '../levels.ts';
import { BAR, HEIGHT, TimelineCursor } from './timelineCursor.ts';

const GAP = 1.5;

/**
 * Sign-ins over time by level. A click on a bar, or Enter, narrows the filter to its time; a drag to a range. With the
 * keyboard it is a slider over the bars, whose value is read out.
 */
export function timelineChart(timeline: Timeline | undefined, context: Context): HTMLElement {
  const { words } = context;
  if (timeline === undefined) return h('p', { class: 'empty' }, words.nothing);
  const { buckets, step } = timeline;
  const most = Math.max(...buckets.map(sum), 1);
  const drawing = svg('svg', {
    viewBox: `0 0 ${buckets.length * BAR} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  const marker = svg('rect', { class: 'timeline-marker', y: 0, width: 0, height: HEIGHT });
  drawing.append(marker);
  buckets.forEach((bucket, index) => {
    drawing.append(...bars(bucket, index, most));
  });
  const tip = h('div', { class: 'timeline-tip', 'aria-hidden': 'true' });
  const chart = h(
    'div',
    {
      class: 'timeline-chart',
      role: 'slider',
      tabindex: 0,
      'data-key': 'timeline',
      'aria-label': words.timeline.label,
      'aria-valuemin': 1,
      'aria-valuemax': buckets.length,
    },
    drawing,
    tip,
  );
  new TimelineCursor(chart, marker, tip, timeline, context).listen();
  const { mark } = context.format;
  const width = buckets.length * step;
  const begin = buckets[0]?.at ?? 0;
  return h(
    'div',
    { class: 'timeline' },
    chart,
    h(
      'div',
      { class: 'timeline-marks', 'aria-hidden': 'true' },
      ...[0, 0.5, 1].map((part) => h('span', {}, mark(begin + part * width, width))),
    ),
    h(
      'details',
      { class: 'as-table', 'data-key': 'timeline-table' },
      h('summary', {}, words.timeline.asTable),
      table(
        buckets.filter((bucket) => sum(bucket) > 0),
        context,
      ),
    ),
  );
}

function sum({ counts }: Bucket): number {
  return counts.High + counts.Medium + counts.Low + counts.Unknown;
}

/** A bar of at least two units for anything at all: one High sign-in among thousands must be seen. */
function bars(bucket: Bucket, index: number, most: number): SVGElement[] {
  let y = HEIGHT;
  return LEVELS.flatMap((level) => {
    const n = bucket.counts[level];
    if (n === 0) return [];
    const height = Math.max(2.5, (n / most) * (HEIGHT - 12));
    y -= height;
    const place = { x: index * BAR + GAP / 2, y: Math.max(0, y), width: BAR - GAP, height };
    return [svg('rect', { ...place, class: `bar ${levelClass(level)}` })];
  });
}

function table(buckets: readonly Bucket[], { words, format }: Context): HTMLElement {
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, words.column.time),
        ...LEVELS.map((level) => h('th', { scope: 'col', class: 'n' }, words.level[level])),
      ),
    ),
    h(
      'tbody',
      {},
      ...buckets.map((bucket) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, format.time(bucket.at)),
          ...LEVELS.map((level) => h('td', { class: 'n' }, format.number(bucket.counts[level]))),
        ),
      ),
    ),
  );
}
