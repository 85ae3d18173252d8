import type { Screen, Style } from './screen.ts';
import { widthOf, wrap } from './text.ts';

const INDENT = '  ';

/** The heading of a section. */
export function title(screen: Screen, text: string): string[] {
  return wrap(text, screen.width).map((line) => screen.paint('bold', line));
}

/** A heading, and below it a text. */
export function section(screen: Screen, heading: string, text: string): string[] {
  return [...title(screen, heading), ...indented(screen, text)];
}

/** A heading, and below it texts, each behind a mark of its own, such as `1. ` or `- `. */
export function listSection(
  screen: Screen,
  heading: string,
  texts: readonly string[],
  markOf: (index: number) => string,
): string[] {
  return [
    ...title(screen, heading),
    ...texts.flatMap((text, index) => hanging(screen, INDENT + markOf(index), text)),
  ];
}

/** A text, indented. */
export function indented(screen: Screen, text: string, style?: Style): string[] {
  return hanging(screen, INDENT, text, style);
}

/** A text whose lines all begin where the first does, behind a mark. */
export function hanging(screen: Screen, mark: string, text: string, style?: Style): string[] {
  const columns = widthOf(mark);
  return wrap(text, screen.width - columns).map(
    (line, index) =>
      (index === 0 ? mark : ' '.repeat(columns)) + (style === undefined ? line : screen.paint(style, line)),
  );
}

export const numbered = (index: number): string => `${index + 1}. `;
export const dashed = (): string => '- ';
