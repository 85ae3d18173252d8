// What the rest of the program calls.

export { firstRecord, nextRecord } from './body';
export { factsOf } from './facts';
export { expectText, kindOfLast, space, string, value } from './grammar';
export {
  BODY,
  MEMOS,
  MEMOS_END,
  MOST_BODY_BYTES,
  PIECES,
  PIECES_END,
  ROWS,
  SLACK,
  TABLES,
  TABLES_END,
} from './layout';
export { keep, MEMO_BYTES, recall } from './memo';
export { enter } from './names';
export { record } from './record';
export {
  appendFingerprinted,
  beginRows,
  COLUMN_BYTES,
  extendRow,
  rowEnd,
  rowRepeated,
  rowStart,
  writeRow,
} from './rows';
export { isText, jsonEnd, jsonStart, kindAt } from './slots';
export { endOfTime } from './times';
