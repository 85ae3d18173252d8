// What a value is, as a number. Their order counts: everything up to ESCAPED is text between quotes, everything below
// NULL may be text to `toText`.

export const ABSENT: u32 = 0;
/** Text whose bytes are those of the value. */
export const TEXT: u32 = 1;
/** Text with backslashes in it. */
export const ESCAPED: u32 = 2;
/** A whole number, not negative, of at most 15 digits: its bytes are what `String` makes of it. */
export const INTEGER: u32 = 3;
/** Any other number. */
export const NUMBER: u32 = 4;
export const TRUE: u32 = 5;
export const FALSE: u32 = 6;
export const NULL: u32 = 7;
export const OBJECT: u32 = 8;
export const LIST: u32 = 9;
/** A list of which every item says nothing (`DynamicOrigin.silent`). */
export const SILENT_LIST: u32 = 10;
