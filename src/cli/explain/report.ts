import type { Outcome } from '../../core/outcome.ts';
import type { Classification } from '../../core/risk/classify.ts';
import type { Row } from '../../core/row/row.ts';
import { heading, levelReason, unlisted } from '../classify/card.ts';
import { CARD_WORDS } from '../classify/cardWords.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Language } from '../language.ts';
import { dashed, hanging, indented, listSection, section, title } from '../layout.ts';
import { toValueText } from '../rowText.ts';
import type { Screen } from '../screen.ts';
import { padEnd, toSafeText, wrap } from '../text.ts';
import type { FoundRecord } from './findRecord.ts';
import { toStory, valuesNamedIn } from './story.ts';
import { EXPLAIN_WORDS, type ExplainWords } from './words.ts';

interface Reader {
  readonly knowledge: Knowledge;
  readonly language: Language;
  readonly screen: Screen;
  readonly words: ExplainWords;
}

type Outcomes<Kind extends Outcome['kind']> = Extract<Outcome, { kind: Kind }>;

/** A record in words, as lines of a terminal. */
export function toReport(
  found: FoundRecord,
  knowledge: Knowledge,
  language: Language,
  screen: Screen,
): string[] {
  const words = EXPLAIN_WORDS[language];
  const reader = { knowledge, language, screen, words };
  const file = found.file === '-' ? words.standardInput : toSafeText(found.file);
  const record = wrap(words.record(found.number, file), screen.width);
  return [...record, ...bodyOf(found.outcome, reader)];
}

function bodyOf(outcome: Outcome, reader: Reader): string[] {
  switch (outcome.kind) {
    case 'row':
    case 'row-with-alert':
      return signIn(outcome, reader);
    case 'skipped':
      return leftOut(reader.words.skipped, outcome.reason, reader.words.skip[outcome.reason], reader);
    case 'dead-letter':
      return deadLetter(outcome, reader);
  }
}

function leftOut(what: string, reason: string, why: string, { screen }: Reader): string[] {
  return section(screen, `${what} (${reason})`, why);
}

function deadLetter({ reason, letter }: Outcomes<'dead-letter'>, reader: Reader): string[] {
  const { screen, words } = reader;
  const begin = new TextDecoder().decode(letter.bytes.subarray(0, 400));
  return [
    ...leftOut(words.deadLetter, reason, words.fault[reason], reader),
    ...section(screen, words.detail, toSafeText(letter.detail)),
    ...section(screen, words.begins, toValueText(begin)),
  ];
}

function signIn(outcome: Outcomes<'row' | 'row-with-alert'>, reader: Reader): string[] {
  const { knowledge, language, screen, words } = reader;
  const { row, code, notes } = outcome;
  const classification = knowledge.classify(code);
  const hasTime = !notes.includes('time-from-enqueued');
  const story = toStory(row, code, classification.entry?.facts.outcome, hasTime, words);
  const remarks = [
    ...notes.map((note) => words.note[note]),
    ...(outcome.kind === 'row' ? [] : [words.alert]),
  ];
  const card = { screen, language, words: CARD_WORDS[language] };
  return [
    ...heading(code === '' ? '-' : code, classification, card),
    '',
    ...wrap(story, screen.width),
    '',
    ...meaning(code, classification, row, reader),
    ...(remarks.length === 0 ? [] : listSection(screen, words.notes, remarks, dashed)),
    ...columns(row, hasTime, reader),
  ];
}

function meaning(code: string, classification: Classification, row: Row, reader: Reader): string[] {
  const { knowledge, language, screen, words } = reader;
  const { entry } = classification;
  const card = { screen, language, words: CARD_WORDS[language] };
  if (entry !== undefined) {
    return [
      ...section(screen, words.meaning, entry.summary[language]),
      ...indented(screen, entry.explanation[language]),
      ...levelReason(classification, entry, knowledge, card),
      ...steps(
        entry.remediation.analyst.map((step) => step[language]),
        row,
        reader,
      ),
    ];
  }
  const says = row['ResultDescription'];
  return [
    ...(says === undefined ? [] : wrap(words.microsoftSays(toValueText(says)), screen.width)),
    ...(code === ''
      ? wrap(words.noCode, screen.width)
      : unlisted(code, classification, knowledge, card).slice(1)),
  ];
}

/** The analyst's steps, each with what this record holds in the columns that the step names. */
function steps(texts: readonly string[], row: Row, { screen, words }: Reader): string[] {
  const lines = texts.flatMap((text, index) => [
    ...hanging(screen, `  ${index + 1}. `, text),
    ...valuesNamedIn(text, row).flatMap(([column, value]) =>
      hanging(screen, '     > ', `${column} ${toValueText(value)}`, 'cyan'),
    ),
  ]);
  return [...title(screen, words.check), ...lines];
}

/** Of no use to a reader: told above, or about the table and not about the sign-in. */
const TOLD = new Set([
  'ResultType',
  'ResultName',
  'ResultRiskLevel',
  'ResultRiskBasis',
  'ResultDescription',
  'CatalogVersion',
  'EventPosition',
]);
const TIMES = new Set(['TimeGenerated', 'CreatedDateTime']);

function columns(row: Row, hasTime: boolean, { screen, words }: Reader): string[] {
  const shown = Object.entries(row).filter(([name]) => !TOLD.has(name) && (hasTime || !TIMES.has(name)));
  const widest = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.flatMap(([name, value]) => {
    const text = toValueText(value);
    // On a narrow terminal long names leave no room beside them.
    return widest + 24 > screen.width
      ? [...indented(screen, name), ...hanging(screen, '    ', text)]
      : hanging(screen, `  ${padEnd(name, widest)}  `, text);
  });
  return [...title(screen, words.columns), ...lines];
}
