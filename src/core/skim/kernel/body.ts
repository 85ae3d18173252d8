import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  colon,
  NOWHERE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  space,
} from './grammar';
import { BODY } from './layout';

// A body of the form {"records":[{…},…]}.

/** `"rec` and `ords`, as four bytes each. */
const QUOTED_REC: u32 = 0x6365_7222;
const ORDS: u32 = 0x7364_726f;

/** The body ends here. */
export const END: usize = 1;

/** Where the first record stands, NOWHERE when the body begins in another way. */
export function firstRecord(): usize {
  const open = space(BODY);
  if (load<u8>(open) !== OPEN_OBJECT) return NOWHERE;
  const name = space(open + 1);
  if (load<u32>(name) !== QUOTED_REC || load<u32>(name, 4) !== ORDS || load<u8>(name, 8) !== QUOTE)
    return NOWHERE;
  const list = colon(name + 9);
  return load<u8>(list) === OPEN_LIST ? space(list + 1) : NOWHERE;
}

/**
 * Where the next record stands.
 * @param at behind a record
 * @param length of the body
 * @returns END when there are no more and the body ends as it should; NOWHERE when it goes on in another way
 */
export function nextRecord(at: usize, length: usize): usize {
  const next = space(at);
  if (load<u8>(next) === COMMA) return space(next + 1);
  if (load<u8>(next) !== CLOSE_LIST) return NOWHERE;
  const close = space(next + 1);
  if (load<u8>(close) !== CLOSE_OBJECT) return NOWHERE;
  return space(close + 1) === BODY + length ? END : NOWHERE;
}
