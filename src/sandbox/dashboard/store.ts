import { Buffer } from 'node:buffer';
import type { OutputFiles } from '../outputFiles.ts';
import type { Watchers } from '../system.ts';
import type { LetterDetail } from './api.ts';
import { Entries } from './entries.ts';
import { fromAlert, fromRow } from './entry.ts';
import { type Letter, toLetters } from './letters.ts';
import { readPiece } from './lineReader.ts';

/** Of a dead letter's bytes; a multiple of 4, so that the piece of base64 can be decoded alone. */
const MOST_BASE64 = 16 * 1024;

/** Everything that arrived, as far as lists need it; the whole texts are read from the files. */
export class Store {
  readonly signIns = new Entries(fromRow);
  readonly alerts = new Entries(fromAlert);
  readonly letters: Letter[] = [];
  /** The run that what arrives belongs to. */
  run = 0;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  readonly watchers: Watchers = {
    onRows: (lines, position) => {
      this.signIns.add(this.run, lines, position);
      this.#onChange();
    },
    onAlerts: (lines, position) => {
      this.alerts.add(this.run, lines, position);
      if (lines.length > 0) this.#onChange();
    },
    onDeadLetters: (lines, position) => {
      this.letters.push(...toLetters(this.run, this.letters.length, lines, position));
      this.#onChange();
    },
  };

  /** The JSON text of a row or an alert as it arrived; undefined when there is none of that number. */
  async text(kind: 'signIns' | 'alerts', n: number, files: OutputFiles): Promise<string | undefined> {
    const entry = this[kind].get(n);
    if (entry === undefined) return undefined;
    const { path } = kind === 'signIns' ? files.rows : files.alerts;
    return readPiece(path, entry.position, entry.bytes);
  }

  /** A dead letter with its first 12 KB; undefined when there is none of that number. */
  async letter(n: number, files: OutputFiles): Promise<LetterDetail | undefined> {
    const letter = this.letters[n];
    if (letter === undefined) return undefined;
    const { run: _, position, bytes, ...view } = letter;
    const base64 = await readPiece(files.deadLetters.path, position, Math.min(bytes, MOST_BASE64));
    return { ...view, base64, shown: Buffer.byteLength(base64, 'base64') };
  }
}
