// What the rest of the program calls.

export { END, firstRecord, nextRecord } from './body';
export {
  COLUMN_BYTES,
  COLUMN_ROOM,
  CREATED_TIME,
  DYNAMIC_COLUMN,
  FLAG_COLUMN,
  PICKED_COLUMN,
  PIECE_COLUMN,
  POSITION,
  RECORD_ID,
  TEXT_COLUMN,
  WRITTEN_TIME,
  writeRow,
} from './columns';
export { CATEGORY_SHIFT, CODE_CONFLICT, factsOf, TIME_FROM_ENQUEUED } from './facts';
// Of the grammar only for its tests.
export { expectText, kindOfLast, NOWHERE, space, string, value } from './grammar';
export { ABSENT, ESCAPED, FALSE, INTEGER, NULL, NUMBER, TEXT, TRUE } from './kinds';
export {
  BODY,
  MEMOS,
  MEMOS_END,
  MOST_BODY_BYTES,
  MOST_SLOTS,
  MOST_VALUE_BYTES,
  PIECES,
  PIECES_END,
  ROW,
  ROW_END,
  SLACK,
  TABLES,
  TABLES_END,
} from './layout';
export { keep, MEMO_BYTES, MEMO_CONTENT_BYTES, recall } from './memo';
export { enter } from './names';
export { record } from './record';
export { appendFingerprinted, rowEnd, rowRepeated, setRowEnd } from './row';
export {
  CATEGORY,
  CREATED,
  ERROR_CODE,
  ID,
  jsonEnd,
  jsonStart,
  kindAt,
  PROPERTIES,
  RESULT_TYPE,
  STATUS,
  TIME,
} from './slots';
export { endOfTime } from './times';
