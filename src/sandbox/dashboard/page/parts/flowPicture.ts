import type { Context } from '../context.ts';
import { h, svg } from '../dom.ts';
import type { Totals } from '../totals.ts';
import type { Words } from '../words.ts';

type NodeName = 'logs' | 'hub' | 'function' | 'rows' | 'alerts' | 'skipped' | 'deadLetters' | 'duplicates';

interface Box {
  readonly name: NodeName;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Layout {
  readonly className: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly paths: Readonly<Partial<Record<NodeName, string>>>;
}

const ENDS: readonly NodeName[] = ['rows', 'alerts', 'deadLetters', 'skipped', 'duplicates'];

const END_STEP = 41;

const WIDE: Layout = {
  className: 'flow-wide',
  width: 1080,
  height: 200,
  boxes: [
    { name: 'logs', x: 1, y: 66, width: 150, height: 66 },
    { name: 'hub', x: 211, y: 66, width: 150, height: 66 },
    { name: 'function', x: 421, y: 66, width: 170, height: 66 },
    ...ENDS.map((name, index) => ({ name, x: 689, y: 1 + index * END_STEP, width: 390, height: 34 })),
  ],
  paths: {
    hub: 'M151 99H211',
    function: 'M361 99H421',
    ...Object.fromEntries(
      ENDS.map((name, index) => [
        name,
        `M591 99C640 99 640 ${18 + index * END_STEP} 689 ${18 + index * END_STEP}`,
      ]),
    ),
  },
};

const TALL: Layout = {
  className: 'flow-tall',
  width: 360,
  height: 398,
  boxes: [
    { name: 'logs', x: 1, y: 1, width: 158, height: 66 },
    { name: 'hub', x: 201, y: 1, width: 158, height: 66 },
    { name: 'function', x: 101, y: 97, width: 258, height: 66 },
    ...ENDS.map((name, index) => ({ name, x: 41, y: 193 + index * END_STEP, width: 318, height: 34 })),
  ],
  paths: {
    hub: 'M159 34H201',
    function: 'M280 67V97',
    ...Object.fromEntries(
      ENDS.map((name, index) => [
        name,
        `M101 130H29C21 130 17 134 17 142V${210 + index * END_STEP - 12}q0 12 12 12H41`,
      ]),
    ),
  },
};

/** How long a line stays lively after something passed, so that a burst is seen as one movement. */
const LIVELY_MS = 900;

export interface FlowPicture {
  readonly element: HTMLElement;
  readonly count: (totals: Totals) => void;
}

/** The way of the logs through the system, with what passed each place; its lines move while something does. */
export function flowPicture(context: Context): FlowPicture {
  const drawings = [WIDE, TALL].map((layout) => draw(layout, context));
  const element = h('div', { class: 'flow', role: 'img' }, ...drawings.map(({ element }) => element));
  let shown: Readonly<Record<NodeName, number>> | undefined;
  return {
    element,
    count(totals) {
      const { events, records, rows, alerts, skipped, deadLetters, duplicates } = totals;
      const next = {
        logs: records,
        hub: events,
        function: records,
        rows,
        alerts,
        skipped,
        deadLetters,
        duplicates,
      };
      for (const drawing of drawings) {
        for (const [name, value] of Object.entries(next)) {
          drawing.set(name as NodeName, value, shown !== undefined && value > shown[name as NodeName]);
        }
      }
      shown = next;
      element.setAttribute('aria-label', toSentence(next, context));
    },
  };
}

/** The picture in words. */
function toSentence(counts: Readonly<Record<NodeName, number>>, { words, format }: Context): string {
  const part = (name: NodeName, unit = words.flow[name].title) => `${unit} ${format.number(counts[name])}`;
  const way = [part('logs', words.flow.logs.about), part('hub', words.flow.hub.about)];
  return `${words.flow.title}: ${[...way, ...ENDS.map((name) => part(name))].join(', ')}`;
}

function draw({ className, width, height, boxes, paths }: Layout, { words, format }: Context) {
  const numbers = new Map<NodeName, SVGElement>();
  const lines = new Map<NodeName, SVGElement>();
  const timers = new Map<NodeName, number>();
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, class: className, 'aria-hidden': 'true' });
  for (const [name, path] of Object.entries(paths)) {
    const line = svg('path', { d: path, class: `flow-line flow-${name}` });
    lines.set(name as NodeName, line);
    drawing.append(line);
  }
  for (const box of boxes) {
    const number = svg('tspan', { class: 'flow-number' });
    numbers.set(box.name, number);
    const isEnd = ENDS.includes(box.name);
    drawing.append(
      svg(
        'g',
        { class: `flow-box flow-${box.name}` },
        ...(isEnd ? end(box, words, number) : stage(box, words, number)),
      ),
    );
  }
  return {
    element: drawing,
    set(name: NodeName, value: number, isMoving: boolean) {
      const number = numbers.get(name);
      if (number !== undefined) number.textContent = format.number(value);
      drawing.querySelector(`.flow-box.flow-${name}`)?.classList.toggle('is-empty', value === 0);
      const line = lines.get(name);
      if (line === undefined) return;
      line.classList.toggle('is-empty', value === 0);
      if (!isMoving) return;
      line.classList.add('is-lively');
      window.clearTimeout(timers.get(name));
      timers.set(
        name,
        window.setTimeout(() => line.classList.remove('is-lively'), LIVELY_MS),
      );
    },
  };
}

/** A place that everything passes: its name, and below how much that was. */
function stage({ name, x, y, width, height }: Box, words: Words, number: SVGElement): SVGElement[] {
  const { title, about } = words.flow[name];
  const unit = svg('tspan', { class: 'flow-about', dx: name === 'function' ? 0 : 7 }, about);
  return [
    svg('rect', { x, y, width, height, rx: 8 }),
    svg('text', { class: 'flow-title', x: x + 14, y: y + 25 }, title),
    // What the function takes is what the logs hold: the number stands there.
    svg('text', { x: x + 14, y: y + 51 }, name === 'function' ? undefined : number, unit),
  ];
}

/** What records end as: its name, what it is, and how many. */
function end({ name, x, y, width, height }: Box, words: Words, number: SVGElement): SVGElement[] {
  const { title, about } = words.flow[name];
  return [
    svg('rect', { x, y, width, height, rx: 8 }),
    svg('rect', { class: 'flow-edge', x, y: y + 7, width: 3, height: height - 14, rx: 1.5 }),
    svg(
      'text',
      { x: x + 16, y: y + 22 },
      svg('tspan', { class: 'flow-title' }, title),
      svg('tspan', { class: 'flow-about', dx: 9 }, about),
    ),
    svg('text', { x: x + width - 14, y: y + 24, 'text-anchor': 'end' }, number),
  ];
}
