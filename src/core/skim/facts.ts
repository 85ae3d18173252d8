import { CATEGORIES } from '../signIn/category.ts';
import type { SignInFacts, SignInNote } from '../signIn/signIn.ts';
import { toUtcTime } from '../signIn/time.ts';
import { ABSENT, ESCAPED, INTEGER, NULL, OBJECT, TEXT } from './kinds.ts';
import { slotOf } from './members.ts';
import type { Slots } from './slots.ts';
import { TextSet } from './textSet.ts';
import { endOfTime, NOT_PLAIN, TimeText } from './timeText.ts';

const TIME = slotOf('envelope.time');
const CATEGORY = slotOf('envelope.category');
const RESULT_TYPE = slotOf('envelope.resultType');
const PROPERTIES = slotOf('properties');
const CREATED = slotOf('properties.createdDateTime');
const ID = slotOf('properties.id');
const STATUS = slotOf('properties.status');
const ERROR_CODE = slotOf('properties.status.errorCode');

const MOST_CODE_DIGITS = 7;
const MOST_ID_LENGTH = 128;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const DELETE = 0x7f;

const NO_CODE = -1;

const categories = new TextSet(CATEGORIES);

/** What is read of a record before its columns are, but for its times. */
export type Facts = Pick<SignInFacts, 'category' | 'code' | 'notes'>;

/** Reads from slots what `toSignIn` reads from objects, where that is as plain as in nearly all records. */
export class FactReader {
  /** Of the record that was read last: `properties.createdDateTime` and `envelope.time`, both empty where it has none. */
  readonly created = new TimeText();
  readonly written = new TimeText();

  /**
   * @returns undefined when `toSignIn` itself must tell: the record is not in wire form, its category none of the known
   * ones, its code or id not plain digits or text
   */
  read(slots: Slots): Facts | undefined {
    if (slots.kinds[PROPERTIES] !== OBJECT) return undefined;
    const category = categoryOf(slots);
    const code = codeAt(slots, RESULT_TYPE);
    const status = statusCode(slots);
    if (category === undefined || code === NO_CODE || status === undefined || !hasPlainId(slots))
      return undefined;
    if (!readTime(slots, CREATED, this.created) || !readTime(slots, TIME, this.written)) return undefined;
    const notes: SignInNote[] = [];
    if (status !== NO_CODE && status !== code) notes.push('code-conflict');
    if (this.created.length === 0 && this.written.length === 0) notes.push('time-from-enqueued');
    return { category, code: String(code), notes };
  }
}

function categoryOf({ source, kinds, starts, ends }: Slots): string | undefined {
  if (kinds[CATEGORY] !== TEXT) return undefined;
  return CATEGORIES[categories.find(source, starts[CATEGORY] as number, ends[CATEGORY] as number)];
}

/** A code of 1 to 7 digits without leading zeros; NO_CODE for anything else. */
function codeAt({ source: { bytes }, kinds, starts, ends }: Slots, slot: number): number {
  const kind = kinds[slot];
  const start = starts[slot] as number;
  const length = (ends[slot] as number) - start;
  if ((kind !== TEXT && kind !== INTEGER) || length < 1 || length > MOST_CODE_DIGITS) return NO_CODE;
  if (bytes[start] === ZERO && length > 1) return NO_CODE;
  let code = 0;
  for (let i = start; i < start + length; i++) {
    const byte = bytes[i] as number;
    if (byte < ZERO || byte > NINE) return NO_CODE;
    code = code * 10 + byte - ZERO;
  }
  return code;
}

/** The code of the status; NO_CODE when it holds none, undefined when it holds something else. */
function statusCode(slots: Slots): number | undefined {
  if (isNothing(slots.kinds[STATUS])) return NO_CODE;
  if (slots.kinds[STATUS] !== OBJECT) return undefined;
  if (isNothing(slots.kinds[ERROR_CODE])) return NO_CODE;
  const code = codeAt(slots, ERROR_CODE);
  return code === NO_CODE ? undefined : code;
}

function isNothing(kind: number | undefined): boolean {
  return kind === ABSENT || kind === NULL;
}

/** Whether there is an id that needs neither trimming nor another one in its place. */
function hasPlainId({ source: { bytes }, kinds, starts, ends }: Slots): boolean {
  const start = starts[ID] as number;
  const end = ends[ID] as number;
  if (kinds[ID] !== TEXT || end === start || end - start > MOST_ID_LENGTH) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte <= SPACE || byte >= DELETE) return false;
  }
  return true;
}

/** Reads a time, or that there is none. False when escapes hide it. */
function readTime(slots: Slots, slot: number, time: TimeText): boolean {
  const kind = slots.kinds[slot];
  if (kind === ESCAPED) return false;
  time.length = 0;
  if (kind !== TEXT) return true;
  const start = slots.starts[slot] as number;
  const end = endOfTime(slots.source, start, slots.ends[slot] as number);
  if (end === NOT_PLAIN) time.set(toUtcTime(slots.plain(slot)));
  else time.setPlain(slots.source, start, end);
  return true;
}
