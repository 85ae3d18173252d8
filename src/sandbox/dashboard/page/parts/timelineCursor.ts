import type { Timeline } from '../../api.ts';
import type { Context } from '../context.ts';
import { h, put } from '../dom.ts';
import { LEVELS } from '../levels.ts';
import { toHash, withQuery } from '../route.ts';

/** Width of a bar and height of the chart, in the units of the drawing. */
export const BAR = 10;
export const HEIGHT = 120;

/** Which bar of a timeline is looked at, by pointer or keyboard: tells what it holds, and narrows the filter to it. */
export class TimelineCursor {
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
