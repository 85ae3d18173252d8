import { Buffer } from 'node:buffer';
import type { Entry, EntryFields } from './entry.ts';

/** The sign-ins, or the alerts, of all runs: an entry of about 100 bytes for each line of a file. */
export class Entries {
  readonly #read: (line: string) => EntryFields;
  readonly #list: Entry[] = [];
  /** One copy of each text, however often a log repeats it. */
  readonly #texts = new Map<string, string>();
  #newestFirst: readonly Entry[] | undefined;

  /** @param read takes what lists show out of a line */
  constructor(read: (line: string) => EntryFields) {
    this.#read = read;
  }

  /** Takes lines that stand in the file from a position on. */
  add(run: number, lines: readonly string[], position: number): void {
    let at = position;
    for (const line of lines) {
      const bytes = Buffer.byteLength(line);
      const fields = this.#read(line);
      this.#list.push({
        n: this.#list.length,
        run,
        time: fields.time,
        level: fields.level,
        code: this.#kept(fields.code),
        user: this.#kept(fields.user),
        app: this.#kept(fields.app),
        address: this.#kept(fields.address),
        place: this.#kept(fields.place),
        position: at,
        bytes,
      });
      at += bytes + 1;
    }
    if (lines.length > 0) this.#newestFirst = undefined;
  }

  get(n: number): Entry | undefined {
    return this.#list[n];
  }

  /** In the order of their arrival. */
  all(): readonly Entry[] {
    return this.#list;
  }

  /** In the order of their time; sorted once for as long as nothing arrives. */
  newestFirst(): readonly Entry[] {
    this.#newestFirst ??= this.#list.toSorted((a, b) => b.time - a.time || b.n - a.n);
    return this.#newestFirst;
  }

  #kept(text: string): string {
    const kept = this.#texts.get(text);
    if (kept !== undefined) return kept;
    this.#texts.set(text, text);
    return text;
  }
}
