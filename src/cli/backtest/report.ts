import type { RuleResult } from '../../kql/backtest/backtest.ts';
import { hanging, indented, title } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { clip, toSafeText } from '../text.ts';
import { inOrder, mostFrequent, type Outcome } from './outcome.ts';

/** Longer texts of a log are cut: they are written by whoever signs in. */
const LONGEST = 200;

const shown = (text: string) => clip(toSafeText(text), LONGEST);

/** The outcome as text for a terminal. */
export function toReport(outcome: Outcome, screen: Screen): string[] {
  const { rules } = outcome;
  const failed = rules.filter(({ error }) => error !== undefined).length;
  const alerts = rules.reduce((sum, rule) => sum + rule.alerts, 0);
  return [
    ...title(
      screen,
      `${rules.length} rules: ${alerts} alerts${failed > 0 ? `, ${failed} rules could not be run` : ''}`,
    ),
    ...hanging(screen, '  ', sourceText(outcome)),
    '',
    ...inOrder(rules).flatMap((rule) => (isQuiet(rule) ? [] : [...ruleLines(rule, screen), ''])),
    ...quietLines(rules.filter(isQuiet), screen),
    ...hanging(
      screen,
      '',
      'Watchlists count as empty unless they come from a workspace. An alert is what Sentinel would have raised; incidents group several.',
    ),
  ];
}

/** What was read, in a sentence. */
export function sourceText({ source, firstRow, lastRow, from }: Outcome): string {
  const time = firstRow === undefined ? '' : ` from ${firstRow} to ${lastRow ?? ''}`;
  const runs = from === undefined ? '' : `; runs since ${from}`;
  if ('workspace' in source) {
    const tables = [...source.tables].map(([name, rows]) => `${name} ${rows}`).join(', ');
    return `Workspace ${source.workspace}${time}: ${tables || 'no rows'}${runs}.`;
  }
  const { records, rows, skipped, deadLetters } = source.logs;
  const others = [...skipped, ...deadLetters].map(([reason, n]) => `${reason} ${n}`).join(', ');
  return `${records} records, ${rows} rows${time}${others === '' ? '' : `; not used: ${others}`}${runs}.`;
}

const isQuiet = ({ alerts, error }: RuleResult) => alerts === 0 && error === undefined;

/** Rules that would have raised nothing, a line for each. */
function quietLines(rules: readonly RuleResult[], screen: Screen): string[] {
  const lines = rules.flatMap(({ rule, file, runs }) =>
    hanging(screen, '     0  ', `${shown(rule.name)} (${shown(file)}, ${runs} runs)`),
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

function ruleLines(result: RuleResult, screen: Screen): string[] {
  const { file, rule, runs, fired, alerts, severities, entities, examples, error } = result;
  const count = `${String(alerts).padStart(6)}  `;
  const head = hanging(screen, count, shown(rule.name)).map((line, index) =>
    index === 0 ? screen.paint('bold', line) : line,
  );
  const indent = ' '.repeat(count.length);
  const line = (text: string) => hanging(screen, indent, text);
  if (error !== undefined)
    return [
      ...head,
      ...line(shown(file)),
      ...error.split('\n').flatMap((part) => indented(screen, indent + shown(part), 'red')),
    ];
  const levels = [...severities].map(([level, n]) => `${shown(level)} ${n}`).join(', ');
  return [
    ...head,
    ...line(`${shown(file)}: fired in ${fired} of ${runs} runs${levels === '' ? '' : `; ${levels}`}`),
    ...[...entities].flatMap(([type, counts]) =>
      counts.size === 0 ? [] : line(`${shown(type)}: ${entityText(counts)}`),
    ),
    ...examples.flatMap(({ at, title: text }) =>
      line(`${at.slice(0, 16)}Z  ${shown(text)}`).map((part) => screen.paint('dim', part)),
    ),
  ];
}

function entityText(counts: ReadonlyMap<string, number>): string {
  const most = mostFrequent(counts, 5).map(([text, n]) => (n === 1 ? shown(text) : `${shown(text)} ${n}`));
  const rest = counts.size - most.length;
  return most.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
