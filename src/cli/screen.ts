import type process from 'node:process';
import { styleText } from 'node:util';
import type { ResultRiskLevel } from '../core/risk/classify.ts';

export type Style = Parameters<typeof styleText>[0];

/** Where text for people goes. */
export interface Screen {
  /** Columns of a line. */
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

/** Longer lines of running text are hard to read; output that is no terminal gets this width too. */
const READABLE = 100;
const NARROWEST = 40;

/** The screen of a stream. Colours only on a terminal that has them; NO_COLOR turns them off (https://no-color.org). */
export function toScreen(stream: typeof process.stdout): Screen {
  const terminal = stream.isTTY === true;
  const color = terminal && stream.hasColors();
  const columns = terminal ? stream.columns : READABLE;
  return {
    width: Math.min(READABLE, Math.max(NARROWEST, columns)),
    paint: (style, text) => (color ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** The levels from the one to look at first, each with its colour. */
export const LEVEL_STYLES: Readonly<Record<ResultRiskLevel, Style>> = {
  High: ['bold', 'red'],
  Medium: 'yellow',
  Unknown: 'magenta',
  Low: 'green',
};
