import { styleText } from 'node:util';
import * as z from 'zod';
import type { ResultRiskLevel } from '../core/risk/classify.ts';
import type { RunResult } from './run.ts';
import { toTerminalLine } from './terminal.ts';

type Style = Parameters<typeof styleText>[0];

const LEVELS: readonly (readonly [ResultRiskLevel, Style])[] = [
  ['High', 'red'],
  ['Medium', 'yellow'],
  ['Low', 'green'],
  ['Unknown', 'magenta'],
];
const BAR = 28;
const MOST_CODES = 12;

export interface PresentOptions {
  readonly color: boolean;
  readonly gaps: readonly string[];
  readonly files: number;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The summary of a run for people: what became of the records, which risks and codes, the latest alerts in words. */
export function toSummaryText(run: RunResult, options: PresentOptions): string {
  const paint = (style: Style, text: string) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const lines = [
    ...account(run, options, paint),
    ...levels(run, paint),
    ...codes(run, options, paint),
    ...alerts(run, options, paint),
  ];
  return `${lines.join('\n')}\n`;
}

type Paint = (style: Style, text: string) => string;

function account(
  { report, files, seconds, bytesOfRows }: RunResult,
  options: PresentOptions,
  paint: Paint,
): string[] {
  const complete = options.gaps.length === 0;
  const verdict = complete
    ? paint('green', `all ${report.records} records accounted for`)
    : paint('red', `NOT every record is accounted for: ${options.gaps.join('; ')}`);
  const perRow = report.rows > 0 ? `, ${Math.round(bytesOfRows / report.rows)} bytes each` : '';
  const counts: [string, number, string][] = [
    ['rows', report.rows, `${files.rows.path}${perRow}`],
    ['skipped', report.skipped, reasons(report.skippedBy)],
    [
      'dead letters',
      report.deadLetters,
      report.deadLetters > 0 ? `${files.deadLetters.path}  ${reasons(report.deadLettersBy)}` : '',
    ],
    ['alerts', report.alerts, files.alerts.path],
  ];
  if (report.duplicates > 0)
    counts.push(['duplicates', report.duplicates, 'the same record again, delivered once']);
  if (report.suppressed > 0)
    counts.push(['suppressed', report.suppressed, 'alerts silenced by the alert policy']);
  const files_ = options.files === 1 ? '1 file' : `${options.files} files`;
  return [
    '',
    `${paint('bold', `${files_}, ${report.events} events`)} in ${seconds.toFixed(1)} s: ${verdict}`,
    ...counts.map(
      ([name, n, note]) =>
        `  ${name.padEnd(13)}${String(n).padStart(8)}  ${paint('dim', toTerminalLine(note))}`,
    ),
    `  ${'summary'.padEnd(23)}${paint('dim', toTerminalLine(files.summaryPath))}`,
  ];
}

function reasons(counts: Readonly<Partial<Record<string, number>>>): string {
  return Object.entries(counts)
    .map(([reason, n]) => `${reason} ${n}`)
    .join(', ');
}

function levels({ report }: RunResult, paint: Paint): string[] {
  if (report.rows === 0) return [];
  const most = Math.max(...Object.values(report.byRisk));
  const bars = LEVELS.map(([level, style]) => {
    const n = report.byRisk[level];
    const bar = '█'.repeat(n === 0 ? 0 : Math.max(1, Math.round((n / most) * BAR)));
    return `  ${paint(style, level.padEnd(8))}${String(n).padStart(8)}  ${paint(style, bar)}`;
  });
  return ['', paint('bold', 'Risk of the rows'), ...bars];
}

function codes({ report, classify }: RunResult, { width }: PresentOptions, paint: Paint): string[] {
  const rank = (level: ResultRiskLevel) => LEVELS.findIndex(([name]) => name === level);
  const list = Object.entries(report.byCode)
    .map(([code, n]) => ({ code, n, ...classify(code) }))
    // High and Medium first; Low and Unknown by how often they occur.
    .sort((a, b) => Math.min(rank(a.level), 2) - Math.min(rank(b.level), 2) || b.n - a.n);
  if (list.length === 0) return [];
  const shown = list.slice(0, MOST_CODES).map(({ code, n, level, name, entry }) => {
    const style = LEVELS[rank(level)]?.[1] ?? 'white';
    const meaning = entry?.summary.en ?? (code === '' ? 'no code in the record' : 'not in the catalog');
    const text = name === undefined ? meaning : `${name}: ${meaning}`;
    return `  ${toTerminalLine(code).padStart(7)}  ${paint(style, level.padEnd(8))}${String(n).padStart(6)}  ${paint('dim', clip(text, width - 28))}`;
  });
  const rest = list.length - shown.length;
  return [
    '',
    paint('bold', 'Codes'),
    ...shown,
    ...(rest > 0 ? [paint('dim', `  and ${rest} more in summary.json`)] : []),
  ];
}

/** A text of an alert, fit for a terminal; anything else is absent. */
const field = z.string().transform(toTerminalLine).optional().catch(undefined);
const alertSchema = z.object({
  data: z.object({
    level: field,
    code: field,
    time: field,
    who: z.object({
      UserPrincipalName: field,
      UserId: field,
      ServicePrincipalName: field,
      ServicePrincipalId: field,
    }),
    what: z.object({ AppDisplayName: field, ResourceDisplayName: field }),
    where: z.object({ IPAddress: field, Location: field }),
    summary: z.object({ en: field }).optional(),
  }),
});

function alerts({ latestAlerts }: RunResult, { width }: PresentOptions, paint: Paint): string[] {
  if (latestAlerts.length === 0) return [];
  const blocks = latestAlerts.flatMap((text) => {
    const parsed = alertSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return [];
    const { code, time, who, what, where, summary } = parsed.data.data;
    const name =
      who.UserPrincipalName ?? who.UserId ?? who.ServicePrincipalName ?? who.ServicePrincipalId ?? 'somebody';
    const from = [where.IPAddress, where.Location && `(${where.Location})`].filter((part) => part).join(' ');
    const head = `${time?.slice(11, 19) ?? ''}  ${code}  ${name}${from && ` from ${from}`} to ${what.AppDisplayName ?? what.ResourceDisplayName ?? 'an application'}`;
    return [
      `  ${clip(head, width - 4)}`,
      `  ${paint('dim', clip(`${' '.repeat(10)}${summary?.en ?? ''}`, width - 4))}`,
    ];
  });
  return ['', paint('bold', 'Latest alerts'), ...blocks];
}

function clip(text: string, width: number): string {
  const most = Math.max(20, width);
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
