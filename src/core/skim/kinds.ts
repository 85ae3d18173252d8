// What a value is, as a number, since kinds are kept by the hundred. Their order counts: everything up to ESCAPED is text
// between quotes, everything below NULL may be text to `toText`.

export const ABSENT = 0;
/** Text whose bytes are those of the value. */
export const TEXT = 1;
/** Text with backslashes in it. */
export const ESCAPED = 2;
/** A whole number, not negative, of at most 15 digits: its bytes are what `String` makes of it. */
export const INTEGER = 3;
/** Any other number. */
export const NUMBER = 4;
export const TRUE = 5;
export const FALSE = 6;
export const NULL = 7;
export const OBJECT = 8;
export const LIST = 9;
/** A list of which every item says nothing (`DynamicOrigin.silent`). */
export const SILENT_LIST = 10;
