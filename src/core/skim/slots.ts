import { ABSENT, ESCAPED, NULL } from './kinds.ts';
import { SLOT_COUNT } from './members.ts';
import type { Source } from './source.ts';

const SPACE = 0x20;
const DELETE = 0x7f;

/** Where the wanted members of a record stand: of text what is between its quotes, of all else the whole value. */
export class Slots {
  readonly kinds = new Uint8Array(SLOT_COUNT);
  readonly starts = new Int32Array(SLOT_COUNT);
  readonly ends = new Int32Array(SLOT_COUNT);
  readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  clear(): void {
    this.kinds.fill(ABSENT);
  }

  /** Where the JSON of a value begins. */
  jsonStart(slot: number): number {
    return (this.starts[slot] as number) - ((this.kinds[slot] as number) <= ESCAPED ? 1 : 0);
  }

  jsonEnd(slot: number): number {
    return (this.ends[slot] as number) + ((this.kinds[slot] as number) <= ESCAPED ? 1 : 0);
  }

  /** The value itself, as `JSON.parse` gives it; undefined when it is absent. */
  value(slot: number): unknown {
    if (this.kinds[slot] === ABSENT) return undefined;
    return JSON.parse(this.source.bytes.toString('utf8', this.jsonStart(slot), this.jsonEnd(slot)));
  }

  /** Text without escapes. */
  plain(slot: number): string {
    return this.source.bytes.toString('utf8', this.starts[slot], this.ends[slot]);
  }

  /** Whether a value is text to `toText`: true or false where the first byte tells, undefined where it does not. */
  isText(slot: number): boolean | undefined {
    const kind = this.kinds[slot] as number;
    const start = this.starts[slot] as number;
    if (kind === ABSENT || kind >= NULL || start === this.ends[slot]) return false;
    const first = this.source.bytes[start] as number;
    return kind !== ESCAPED && first > SPACE && first < DELETE ? true : undefined;
  }
}
