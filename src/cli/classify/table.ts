import type { Classification } from '../../core/risk/classify.ts';
import type { Counts } from '../counts.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Language } from '../language.ts';
import { hanging, title } from '../layout.ts';
import { LEVEL_STYLES, type Screen } from '../screen.ts';
import { clip, padEnd, padStart, wrap } from '../text.ts';
import type { Tally } from './tally.ts';

/** One code of a table. */
export interface CodeCount extends Classification {
  readonly code: string;
  readonly count: number;
}

const WORDS = {
  en: {
    count: 'Count',
    code: 'Code',
    level: 'Level',
    meaning: 'Name and meaning',
    unlisted: 'not in the catalog',
    records: (n: number) => `${n} records`,
    withCode: 'sign-ins with a code',
    withoutCode: 'sign-ins without a code',
    skipped: 'skipped',
    deadLetters: 'not understood',
    notes: 'of note',
  },
  ja: {
    count: '件数',
    code: 'コード',
    level: 'レベル',
    meaning: '名前と意味',
    unlisted: 'カタログに無い',
    records: (n: number) => `レコード ${n} 件`,
    withCode: 'コードのあるサインイン',
    withoutCode: 'コードの無いサインイン',
    skipped: '対象外',
    deadLetters: '解釈できない',
    notes: '注意',
  },
} as const;

const CODE_COLUMNS = 9;
const LEVEL_COLUMNS = 9;

/** What is known of counted codes, in the order in which they came. */
export function toCodeCounts(counts: Counts, { classify }: Knowledge): CodeCount[] {
  return [...counts].map(([code, count]) => ({ code, count, ...classify(code) }));
}

const RANK = { High: 0, Medium: 1, Unknown: 2, Low: 3 };

/** By level, and by how often they occur. Unknown stands before Low: nobody has said that it is harmless. */
export function byLevel(codes: readonly CodeCount[]): CodeCount[] {
  return codes.toSorted(
    (a, b) => RANK[a.level] - RANK[b.level] || b.count - a.count || Number(a.code) - Number(b.code),
  );
}

/**
 * The codes as a table: each with its level and name, and its summary below.
 * @param counted with the counts, or without them where each is 1 anyway
 */
export function toTable(
  codes: readonly CodeCount[],
  counted: boolean,
  language: Language,
  screen: Screen,
): string[] {
  const words = WORDS[language];
  const widest = Math.max(7, ...codes.map(({ count }) => String(count).length));
  const countCell = (text: string) => (counted ? `${padStart(text, widest)}  ` : '');
  const indent = ' '.repeat(countCell('').length + CODE_COLUMNS + LEVEL_COLUMNS);
  const head = [
    countCell(words.count),
    padEnd(words.code, CODE_COLUMNS),
    padEnd(words.level, LEVEL_COLUMNS),
    words.meaning,
  ].join('');
  const lines = codes.flatMap(({ code, count, level, name, entry }) => {
    const start = countCell(String(count)) + code.padEnd(CODE_COLUMNS);
    const inColumn = (text: string) => wrap(text, screen.width - indent.length);
    const [first = '', ...rest] = [
      ...(name === undefined ? [] : inColumn(name)),
      ...inColumn(entry?.summary[language] ?? words.unlisted).map((line) => screen.paint('dim', line)),
    ];
    const colored = screen.paint(LEVEL_STYLES[level], level.padEnd(LEVEL_COLUMNS));
    return [start + colored + first, ...rest.map((line) => indent + line)];
  });
  return [screen.paint('bold', clip(head, screen.width)), ...lines];
}

/** What became of all records of a log, below its table. */
export function toAccount(tally: Tally, language: Language, screen: Screen): string[] {
  const words = WORDS[language];
  const withoutCode = tally.notes.get('no-code') ?? 0;
  const notes = [...tally.notes].filter(([note]) => note !== 'no-code');
  const rows: (readonly [string, number, string])[] = [
    [words.withCode, tally.signIns - withoutCode, ''],
    [words.withoutCode, withoutCode, ''],
    [words.skipped, sum(tally.skipped), reasons(tally.skipped)],
    [words.deadLetters, sum(tally.deadLetters), reasons(tally.deadLetters)],
  ];
  return [
    '',
    ...title(screen, words.records(tally.records)),
    ...rows
      .filter(([, n]) => n > 0)
      .flatMap(([label, n, why]) =>
        hanging(screen, `${String(n).padStart(9)}  `, why === '' ? label : `${label}: ${why}`),
      ),
    ...(notes.length === 0
      ? []
      : hanging(screen, ' '.repeat(11), `${words.notes}: ${reasons(new Map(notes))}`)),
  ];
}

function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, n) => total + n, 0);
}

function reasons(counts: Counts): string {
  return [...counts].map(([reason, n]) => `${reason} ${n}`).join(', ');
}
