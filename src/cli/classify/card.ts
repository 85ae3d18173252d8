import type { CatalogEntry, LocalizedText, Pack } from '../../core/catalogSchema.ts';
import type { Classification } from '../../core/risk/classify.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Language } from '../language.ts';
import { dashed, listSection, numbered, section, title } from '../layout.ts';
import { LEVEL_STYLES, type Screen } from '../screen.ts';
import { padEnd, widthOf, wrap } from '../text.ts';
import { CARD_WORDS, type CardWords } from './cardWords.ts';

/** All that a part of a card is made of. */
export interface Card {
  readonly screen: Screen;
  readonly language: Language;
  readonly words: CardWords;
}

/**
 * Everything known of a code, as lines for one screen. No line is wider than the screen, except that links stay whole,
 * so that they can be followed.
 */
export function toCard(code: string, knowledge: Knowledge, language: Language, screen: Screen): string[] {
  const card = { screen, language, words: CARD_WORDS[language] };
  const classification = knowledge.classify(code);
  const { entry } = classification;
  const body =
    entry === undefined
      ? unlisted(code, classification, knowledge, card)
      : [
          ...about(entry, card),
          ...levelReason(classification, entry, knowledge, card),
          ...advice(entry, card),
        ];
  return [...heading(code, classification, card), ...body];
}

/** Code and name at the left, the level at the right. */
export function heading(code: string, { level, name }: Classification, { screen, words }: Card): string[] {
  const whole = name === undefined ? code : `${code}  ${name}`;
  const left = widthOf(whole) <= screen.width ? [whole] : wrap(whole, screen.width);
  const right = words.level[level];
  const last = left.at(-1) ?? '';
  const room = screen.width - widthOf(right);
  const lines = widthOf(last) < room ? left.slice(0, -1) : left;
  const beside = widthOf(last) < room ? last : '';
  return [
    ...lines.map((line) => screen.paint('bold', line)),
    screen.paint('bold', padEnd(beside, room)) + screen.paint(LEVEL_STYLES[level], right),
  ];
}

function about({ summary, explanation, facts }: CatalogEntry, { screen, language, words }: Card): string[] {
  const { labels } = words;
  const pairs = [
    [labels.kind, words.kind[facts.kind]],
    [labels.outcome, words.outcome[facts.outcome]],
    [labels.password, words.passwordProven[facts.passwordProven]],
    ...(facts.attack.length > 0 ? [['ATT&CK', facts.attack.join(' ')]] : []),
  ];
  const line = pairs.map(([label, value]) => `${label}: ${value}`).join(' | ');
  return [
    ...wrap(line, screen.width),
    '',
    ...wrap(summary[language], screen.width),
    '',
    ...section(screen, labels.happened, explanation[language]),
  ];
}

/** Why the level: the catalog's rationale, or the pack's reason and what the catalog says otherwise. */
export function levelReason(
  { level, basis }: Classification,
  entry: CatalogEntry,
  knowledge: Knowledge,
  { screen, language, words }: Card,
): string[] {
  const rationale = entry.rationale[language];
  const pack = packOf(basis, knowledge);
  const text =
    pack === undefined
      ? rationale
      : `${words.fromPack(basis, reasonOf(pack, language))} ${words.overridden(entry.risk)} ${rationale}`;
  return section(screen, words.why(level), text);
}

function packOf(basis: string, { tenantPacks, shippedPacks }: Knowledge): Pack | undefined {
  return [...tenantPacks, ...shippedPacks].find(({ id }) => basis === `pack:${id}`);
}

function reasonOf({ reason }: Pack, language: Language): string {
  return typeof reason === 'string' ? reason : reason[language];
}

function advice(entry: CatalogEntry, { screen, language, words: { labels } }: Card): string[] {
  const inLanguage = (texts: readonly LocalizedText[]) => texts.map((text) => text[language]);
  const { disagreement } = entry.sources;
  return [
    ...listSection(screen, labels.analyst, inLanguage(entry.remediation.analyst), numbered),
    ...listSection(screen, labels.admin, inLanguage(entry.remediation.admin), numbered),
    ...listSection(screen, labels.benign, inLanguage(entry.benignCauses), dashed),
    ...listSection(screen, labels.malicious, inLanguage(entry.maliciousSigns), dashed),
    ...(disagreement === undefined ? [] : section(screen, labels.sources, disagreement[language])),
    ...links(entry.links, screen, labels.links),
  ];
}

function links(urls: readonly string[], screen: Screen, label: string): string[] {
  return [...title(screen, label), ...urls.map((url) => `  ${screen.paint('dim', url)}`)];
}

/** What can be said of a code outside the catalog. */
export function unlisted(
  code: string,
  classification: Classification,
  knowledge: Knowledge,
  { screen, language, words }: Card,
): string[] {
  const { names, source } = knowledge.names;
  const documented = Object.hasOwn(names, code);
  const pack = packOf(classification.basis, knowledge);
  const text = documented ? words.documented(classification.name) : words.undocumented;
  const directory = documented ? (source.match(/https:\S+/g) ?? []) : [];
  const idle = knowledge.idlePacks.flatMap(({ id, levels }) => {
    const level = Object.hasOwn(levels, code) ? levels[code] : undefined;
    return level === undefined ? [] : [words.idlePack(id, level)];
  });
  return [
    '',
    ...wrap(text, screen.width),
    ...(pack === undefined
      ? [words.notJudged, ...idle].flatMap((line) => wrap(line, screen.width))
      : section(
          screen,
          words.why(classification.level),
          words.fromPack(classification.basis, reasonOf(pack, language)),
        )),
    ...links(
      [`https://login.microsoftonline.com/error?code=${code}`, ...directory],
      screen,
      words.labels.links,
    ),
  ];
}
