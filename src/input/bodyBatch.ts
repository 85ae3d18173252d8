/** The largest body that is put together from records: what Azure Monitor puts into one message. */
export const BODY_LIMIT = 256 * 1024;

/** One Event Hub body, and where in its file it comes from (`line 12`, `records 1-66`, `whole file`). */
export interface Body {
  readonly position: string;
  readonly bytes: Buffer;
}

/** What stands in a body before and after its records, which are separated by commas. */
export interface Frame {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** The body that Azure Monitor sends: `{"records":[...]}`. */
export const RECORDS: Frame = { head: Buffer.from('{"records":['), tail: Buffer.from(']}') };

const COMMA = Buffer.from(',');

/**
 * Puts records into bodies of at most `limit` bytes, in order and as many as fit; a record above the limit travels
 * alone. The records are numbered from 1 through the whole file.
 */
export class BodyBatch {
  readonly #limit: number;
  #frame = RECORDS;
  #records: Buffer[] = [];
  #size = 0;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one more record; yields the body before it when it does not fit in there, or has another frame. */
  *add(frame: Frame, record: Buffer): Generator<Body> {
    const size = this.#size + COMMA.length + record.length;
    if (frame !== this.#frame || size > this.#limit) yield* this.flush();
    if (this.#records.length === 0) {
      this.#frame = frame;
      this.#size = frame.head.length + record.length + frame.tail.length;
    } else {
      this.#size = size;
    }
    this.#records.push(record);
    this.#count += 1;
  }

  /** Takes a record that has to travel as it is, without a frame, after the ones before it. */
  *addBare(record: Buffer): Generator<Body> {
    yield* this.flush();
    this.#count += 1;
    yield { position: `record ${this.#count}`, bytes: record };
  }

  /** Yields what has been taken and not yet been yielded. */
  *flush(): Generator<Body> {
    const records = this.#records;
    if (records.length === 0) return;
    this.#records = [];
    this.#size = 0;
    const first = this.#count - records.length + 1;
    const position = records.length === 1 ? `record ${first}` : `records ${first}-${this.#count}`;
    const separated = records.flatMap((record, index) => (index === 0 ? [record] : [COMMA, record]));
    yield { position, bytes: Buffer.concat([this.#frame.head, ...separated, this.#frame.tail]) };
  }
}
