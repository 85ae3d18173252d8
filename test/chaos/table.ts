import type { Figures } from './run.ts';

const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)}`;

const COLUMNS: readonly (readonly [title: string, value: (figures: Figures) => string | number])[] = [
  ['scenario', ({ name }) => name],
  ['sent', ({ sent }) => sent],
  ['rows', ({ rows }) => rows],
  ['alerts', ({ alerts }) => alerts],
  ['spilled', ({ spilled }) => spilled],
  ['redelivered', ({ redelivered }) => redelivered],
  ['dead', ({ dead }) => dead],
  ['lost', ({ lost }) => lost],
  ['repeated rows', ({ repeatedRows }) => repeatedRows],
  ['repeated alerts', ({ repeatedAlerts }) => repeatedAlerts],
  ['alert ms, median / worst', ({ alertMs }) => `${alertMs.median} / ${alertMs.worst}`],
  ['MiB, early / most', ({ memory }) => `${mebibytes(memory.early)} / ${mebibytes(memory.most)}`],
  ['drained after', ({ drainMinutes }) => `${drainMinutes.toFixed(1)} min`],
];

/** The figures as a Markdown table, which reads well in a terminal too. */
export function toTable(all: readonly Figures[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...all.map((one) => COLUMNS.map(([, value]) => `${value(one)}`)),
  ];
  const widths = COLUMNS.map((_, i) => Math.max(3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head = [], ...body] = rows;
  return [line(head), line(rule), ...body.map(line)].join('\n');
}
