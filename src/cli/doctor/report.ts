import { hanging } from '../layout.ts';
import type { Screen, Style } from '../screen.ts';
import { padEnd, toSafeText } from '../text.ts';
import type { Finding, State } from './finding.ts';

const WORDS: Readonly<Record<State, string>> = { ok: 'ok', warning: 'WARN', fault: 'FAULT', skipped: '-' };
const STYLES: Readonly<Record<State, Style>> = {
  ok: 'green',
  warning: 'yellow',
  fault: ['bold', 'red'],
  skipped: 'dim',
};
const STATE_WIDTH = 6;
const CHECK_WIDTH = 22;

/** A line for each finding, and below it what to do. */
export function toReport(findings: readonly Finding[], screen: Screen): string[] {
  return [...findings.flatMap((finding) => toLines(finding, screen)), '', toSummary(findings)];
}

function toLines({ check, state, found, todo }: Finding, screen: Screen): string[] {
  const head = padEnd(WORDS[state], STATE_WIDTH) + padEnd(check, CHECK_WIDTH);
  const [first = '', ...rest] = hanging(screen, head, toSafeText(found));
  // Painted afterwards: what paints has no width.
  const word = screen.paint(STYLES[state], first.slice(0, STATE_WIDTH));
  const advice =
    todo === undefined
      ? []
      : hanging(screen, `${' '.repeat(STATE_WIDTH + CHECK_WIDTH)}-> `, toSafeText(todo));
  return [word + first.slice(STATE_WIDTH), ...rest, ...advice];
}

function toSummary(findings: readonly Finding[]): string {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  const amount = (n: number, what: string) => (n === 0 ? [] : [`${n} ${what}${n === 1 ? '' : 's'}`]);
  const faults = amount(count('fault'), 'fault');
  const skipped = count('skipped');
  return [
    ...(faults.length === 0 ? ['no fault'] : faults),
    ...amount(count('warning'), 'warning'),
    `${count('ok')} ok`,
    ...(skipped > 0 ? [`${skipped} not looked at`] : []),
  ].join(', ');
}
