import { Buffer } from 'node:buffer';
import type { StoredDeadLetter } from '../../delivery/readDeadLetters.ts';
import { title } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { clip, padEnd, padStart, toSafeText } from '../text.ts';
import type { Found } from './find.ts';

const HEAD = ['id', 'read from the hub', 'reason', 'place', 'bytes', 'detail'] as const;
const WIDTHS = [19, 19, 21, 14, 9] as const;
const GAP = '  ';

/** How many bytes of a dead letter `show` prints; `--raw` gives all of them. */
const SHOWN_BYTES = 4_096;

export function toHeading(screen: Screen): string {
  return screen.paint('bold', toLine(HEAD));
}

/**
 * One dead letter on one line.
 * @param columns of the terminal; a file or a pipe gets the whole line
 */
export function toListLine({ id, letter }: Found, columns: number): string {
  const { reason, detail, source } = letter;
  const cells = [
    id,
    source.enqueuedTime.slice(0, 19),
    reason,
    placeOf(letter),
    String(bytesOf(letter).length),
    detail,
  ];
  return clip(toLine(cells.map(toSafeText)), columns);
}

function toLine(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (i === 4 ? padStart(cell, WIDTHS[4]) : padEnd(cell, WIDTHS[i] ?? 0)))
    .join(GAP)
    .trimEnd();
}

/** One dead letter with what it holds. */
export function toCard({ id, blob, letter }: Found, screen: Screen): string[] {
  const bytes = bytesOf(letter);
  const text = bytes.subarray(0, SHOWN_BYTES).toString('utf8');
  const rest =
    bytes.length > SHOWN_BYTES ? [`... and ${bytes.length - SHOWN_BYTES} more bytes (--raw gives all)`] : [];
  const facts: readonly (readonly [string, string])[] = [
    ['Reason', letter.reason],
    ['Detail', letter.detail],
    ['Read from the hub', letter.source.enqueuedTime],
    ['Place', `${placeOf(letter)} (partition/sequence number/record)`],
    ['Written by', `version ${letter.toolVersion}`],
    ['Blob', blob],
    ['Bytes', String(bytes.length)],
  ];
  return [
    ...title(screen, `Dead letter ${id}`),
    ...facts.map(([name, value]) => `  ${padEnd(name, 18)}${toSafeText(value)}`),
    ...title(screen, 'What it holds'),
    ...text.split(/\r?\n/).map((line) => `  ${toSafeText(line)}`),
    ...rest,
  ];
}

export function toJson({ id, blob, letter }: Found): object {
  return { id, blob, ...letter };
}

export function bytesOf({ bytesBase64 }: StoredDeadLetter): Buffer {
  return Buffer.from(bytesBase64, 'base64');
}

function placeOf({ source }: StoredDeadLetter): string {
  return `${source.partition}/${source.sequenceNumber ?? ''}/${source.index}`;
}
