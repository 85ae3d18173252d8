import type { AlertPolicy } from '../../core/alert/policy.ts';
import type { Counts } from '../counts.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Language } from '../language.ts';
import { hanging, indented, title } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { clip, padEnd, toSafeText, widthOf, wrap } from '../text.ts';
import { type RuleTrial, stateOf, type Trial, topOf } from './trial.ts';
import { POLICY_WORDS, type PolicyWords } from './words.ts';

const MOST = 10;

interface Reader {
  readonly knowledge: Knowledge;
  readonly language: Language;
  readonly screen: Screen;
  readonly words: PolicyWords;
}

/** What a policy did to a log, as lines of a terminal. */
export function toReport(
  trial: Trial,
  policy: AlertPolicy,
  knowledge: Knowledge,
  language: Language,
  screen: Screen,
): string[] {
  const words = POLICY_WORDS[language];
  const reader = { knowledge, language, screen, words };
  return [
    ...log(trial, reader),
    '',
    ...alerts(trial, reader),
    '',
    ...rules(trial, policy, reader),
    ...codes(words.suppressedCodes, trial.suppressedByCode, reader),
    ...users(words.suppressedUsers, trial.suppressedByUser, reader),
    ...codes(words.addedCodes, trial.addedByCode, reader),
    ...users(words.addedUsers, trial.addedByUser, reader),
  ];
}

function log(trial: Trial, { screen, words }: Reader): string[] {
  const others = [...trial.others].map(([reason, n]) => `${reason} ${n}`).join(', ');
  const { from, to } = trial;
  return [
    ...wrap(words.log(trial.records, trial.signIns, others), screen.width),
    ...(from === undefined || to === undefined
      ? []
      : wrap(words.times(toTime(from), toTime(to)), screen.width)),
    ...hanging(screen, '', words.timesUsed(trial.withoutTime), 'dim'),
  ];
}

function toTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function alerts(trial: Trial, { screen, words }: Reader): string[] {
  const rows: [string, number][] = [
    [words.without, trial.without],
    [words.suppressed, -trial.suppressed],
    [words.added, trial.added],
    [words.with, trial.with],
  ];
  const columns = Math.max(...rows.map(([label]) => widthOf(label)));
  return [
    ...title(screen, words.alerts),
    ...rows.map(([label, n]) => `  ${padEnd(label, columns)}  ${String(n).padStart(8)}`),
  ];
}

function rules(trial: Trial, policy: AlertPolicy, reader: Reader): string[] {
  const { screen, words } = reader;
  const lines = policy.flatMap((rule, index) => {
    const done = trial.rules[index];
    if (done === undefined) return [];
    const mark = `  ${String(index + 1).padStart(2)}. `;
    const isIdle = done.matched === 0;
    return [
      ...hanging(screen, mark, `${rule.action}: ${toSafeText(rule.reason)}`),
      ...hanging(
        screen,
        ' '.repeat(mark.length),
        effect(rule, done, trial, words),
        isIdle ? 'yellow' : 'dim',
      ),
    ];
  });
  const byRules = trial.rules.reduce((sum, { sent }) => sum + sent, 0);
  return [...title(screen, words.rules), ...lines, ...indented(screen, words.unruled(trial.with - byRules))];
}

/** What a rule did, and when it ended. */
function effect(rule: AlertPolicy[number], done: RuleTrial, trial: Trial, words: PolicyWords): string {
  const parts: string[] = [];
  if (done.matched === 0) parts.push(words.idle);
  else
    parts.push(
      words.matched(done.matched),
      words.did(rule.action === 'send' ? done.sent : done.suppressed, rule.action),
    );
  const state = stateOf(rule, trial);
  if (state !== 'active') parts.push(words.state[state](toSafeText(rule.expires ?? '')));
  return parts.join(words.comma);
}

function codes(text: string, counts: Counts, { knowledge, language, screen, words }: Reader): string[] {
  const rows = topOf(counts, MOST).map(([code, n]) => {
    const { name, entry } = knowledge.classify(code);
    const meaning = code === '' ? words.noCode : (name ?? entry?.summary[language] ?? '');
    return clip(`${String(n).padStart(9)}  ${code.padEnd(7)}  ${meaning}`, screen.width);
  });
  return titled(text, rows, counts, screen, words);
}

function users(text: string, counts: Counts, { screen, words }: Reader): string[] {
  const rows = topOf(counts, MOST).map(([user, n]) =>
    clip(`${String(n).padStart(9)}  ${user === '' ? words.nobody : user}`, screen.width),
  );
  return titled(text, rows, counts, screen, words);
}

function titled(text: string, rows: string[], counts: Counts, screen: Screen, words: PolicyWords): string[] {
  if (rows.length === 0) return [];
  const rest = counts.size - rows.length;
  return [
    '',
    ...title(screen, text),
    ...rows,
    ...(rest > 0 ? indented(screen, words.more(rest), 'dim') : []),
  ];
}
