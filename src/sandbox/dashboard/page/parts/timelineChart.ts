import type { Bucket, Timeline } from '../../api.ts';
import type { Context } from '../context.ts';
import { h, put, svg } from '../dom.ts';
import { LEVELS, levelClass } from '../levels.ts';
import { toHash, withQuery } from '../route.ts';

const HEIGHT = 120;
const BAR = 10;
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
  const cursor = new Cursor(chart, marker, tip, timeline, context);
  cursor.listen();
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

class Cursor {
  readonly #chart: HTMLElement;
  readonly #marker: SVGElement;
  readonly #tip: HTMLElement;
  readonly #timeline: Timeline;
  readonly #context: Context;
  #at = 0;
  #dragFrom: number | undefined;

  constructor(
    chart: HTMLElement,
    marker: SVGElement,
    tip: HTMLElement,
    timeline: Timeline,
    context: Context,
  ) {
    this.#chart = chart;
    this.#marker = marker;
    this.#tip = tip;
    this.#timeline = timeline;
    this.#context = context;
    this.#tell();
  }

  listen(): void {
    const chart = this.#chart;
    chart.addEventListener('pointermove', (event) => this.#move(this.#bucketAt(event)));
    chart.addEventListener('pointerleave', () => {
      if (document.activeElement !== chart) this.#hide();
    });
    chart.addEventListener('pointerdown', (event) => {
      this.#dragFrom = this.#bucketAt(event);
      chart.setPointerCapture(event.pointerId);
    });
    chart.addEventListener('pointerup', (event) => {
      if (this.#dragFrom !== undefined) this.#narrow(this.#dragFrom, this.#bucketAt(event));
      this.#dragFrom = undefined;
    });
    chart.addEventListener('pointercancel', () => {
      this.#dragFrom = undefined;
    });
    chart.addEventListener('focus', () => this.#move(this.#at));
    chart.addEventListener('blur', () => this.#hide());
    chart.addEventListener('keydown', (event) => this.#press(event));
  }

  #press(event: KeyboardEvent): void {
    const last = this.#timeline.buckets.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.#at - 1,
      ArrowRight: this.#at + 1,
      PageDown: this.#at - 10,
      PageUp: this.#at + 10,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) this.#move(Math.min(last, Math.max(0, target)));
    else if (event.key === 'Enter') this.#narrow(this.#at, this.#at);
    else return;
    event.preventDefault();
  }

  #bucketAt({ clientX }: PointerEvent): number {
    const { left, width } = this.#chart.getBoundingClientRect();
    const { length } = this.#timeline.buckets;
    return Math.min(length - 1, Math.max(0, Math.floor(((clientX - left) / width) * length)));
  }

  #move(index: number): void {
    this.#at = index;
    const from = Math.min(index, this.#dragFrom ?? index);
    const to = Math.max(index, this.#dragFrom ?? index);
    this.#marker.setAttribute('x', String(from * BAR));
    this.#marker.setAttribute('width', String((to - from + 1) * BAR));
    const middle = ((index + 0.5) / this.#timeline.buckets.length) * 100;
    this.#tip.style.left = `${Math.min(85, Math.max(15, middle))}%`;
    this.#tip.classList.add('is-shown');
    this.#tell();
  }

  #hide(): void {
    this.#marker.setAttribute('width', '0');
    this.#tip.classList.remove('is-shown');
  }

  #tell(): void {
    const bucket = this.#timeline.buckets[this.#at];
    if (bucket === undefined) return;
    const { words, format } = this.#context;
    const counts = LEVELS.filter((level) => bucket.counts[level] > 0).map(
      (level) => `${words.level[level]} ${format.number(bucket.counts[level])}`,
    );
    const time = `${format.time(bucket.at)} UTC`;
    const what = counts.join(', ') || words.nothing;
    put(this.#tip, h('strong', {}, time), h('span', {}, what));
    this.#chart.setAttribute('aria-valuenow', String(this.#at + 1));
    this.#chart.setAttribute('aria-valuetext', `${time}: ${what}`);
  }

  #narrow(a: number, b: number): void {
    const { buckets, step } = this.#timeline;
    const [from, to] = [buckets[Math.min(a, b)], buckets[Math.max(a, b)]];
    if (from === undefined || to === undefined) return;
    const { view, id, query } = this.#context.route();
    this.#context.go(toHash(view, withQuery(query, { from: from.at, to: to.at + step }), id));
  }
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
