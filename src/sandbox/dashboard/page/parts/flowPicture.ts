import type { Context } from '../context.ts';
import { h, svg } from '../dom.ts';
import type { Totals } from '../totals.ts';

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

const WIDE: Layout = {
  className: 'flow-wide',
  width: 1080,
  height: 252,
  boxes: [
    { name: 'logs', x: 1, y: 89, width: 150, height: 74 },
    { name: 'hub', x: 231, y: 89, width: 150, height: 74 },
    { name: 'function', x: 461, y: 89, width: 180, height: 74 },
    ...ENDS.map((name, index) => ({ name, x: 759, y: 1 + index * 51.5, width: 320, height: 44 })),
  ],
  paths: {
    hub: 'M151 126H231',
    function: 'M381 126H461',
    ...Object.fromEntries(
      ENDS.map((name, index) => [name, `M641 126C700 126 700 ${23 + index * 51.5} 759 ${23 + index * 51.5}`]),
    ),
  },
};

const TALL: Layout = {
  className: 'flow-tall',
  width: 360,
  height: 476,
  boxes: [
    { name: 'logs', x: 1, y: 1, width: 158, height: 74 },
    { name: 'hub', x: 201, y: 1, width: 158, height: 74 },
    { name: 'function', x: 101, y: 111, width: 258, height: 74 },
    ...ENDS.map((name, index) => ({ name, x: 41, y: 221 + index * 51.5, width: 318, height: 44 })),
  ],
  paths: {
    hub: 'M159 38H201',
    function: 'M280 75V111',
    ...Object.fromEntries(
      ENDS.map((name, index) => [
        name,
        `M101 148H29C21 148 17 152 17 160V${243 + index * 51.5 - 12}q0 12 12 12H41`,
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
  const element = h('div', { class: 'flow' }, ...drawings.map(({ element }) => element));
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
    },
  };
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
    const { title, about } = words.flow[box.name];
    const isEnd = ENDS.includes(box.name);
    const number = svg('text', {
      class: 'flow-number',
      x: isEnd ? box.x + box.width - 14 : box.x + 14,
      y: isEnd ? box.y + 29 : box.y + 36,
      'text-anchor': isEnd ? 'end' : 'start',
    });
    numbers.set(box.name, number);
    const unit = isEnd
      ? undefined
      : svg('text', { class: 'flow-about', x: box.x + 14, y: box.y + 59 }, about);
    drawing.append(
      svg(
        'g',
        { class: `flow-box flow-${box.name}` },
        svg('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 8 }),
        isEnd &&
          svg('rect', {
            class: 'flow-edge',
            x: box.x,
            y: box.y + 8,
            width: 3,
            height: box.height - 16,
            rx: 1.5,
          }),
        isEnd
          ? svg('text', { class: 'flow-title', x: box.x + 16, y: box.y + 19 }, title)
          : svg(
              'text',
              { class: 'flow-title', x: box.x + box.width - 12, y: box.y + 36, 'text-anchor': 'end' },
              title,
            ),
        isEnd ? svg('text', { class: 'flow-about', x: box.x + 16, y: box.y + 35 }, about) : unit,
        number,
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
