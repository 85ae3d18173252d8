import { isObject, type JsonObject, own } from '../json/types.ts';
import { atPath, toText, unwrapJson } from './values.ts';

/** The result code of a sign-in, and what had to be decided to find it. */
export interface ResultCode {
  /** Digits without leading zeros; empty when the record holds none. */
  readonly code: string;
  /** `no-code`: none found. `code-conflict`: resultType and status.errorCode are different codes; the first one won. */
  readonly note?: 'no-code' | 'code-conflict';
}

/**
 * The result code: `resultType` if it is 1 to 7 digits, else `properties.status.errorCode`, else 0 where
 * resultType says `Success` (post-processed copies write words).
 */
export function readCode(envelope: JsonObject, properties: JsonObject): ResultCode {
  const fromType = toCode(own(envelope, 'resultType'));
  const status = unwrapJson(own(properties, 'status'));
  const fromStatus = isObject(status) ? toCode(atPath(status, ['errorCode'])) : undefined;
  if (fromType !== undefined) {
    return fromStatus !== undefined && fromStatus !== fromType
      ? { code: fromType, note: 'code-conflict' }
      : { code: fromType };
  }
  if (fromStatus !== undefined) return { code: fromStatus };
  if (toText(own(envelope, 'resultType'))?.trim().toLowerCase() === 'success') return { code: '0' };
  return { code: '', note: 'no-code' };
}

/** 1 to 7 digits, as text or number, without leading zeros; undefined for anything else. */
export function toCode(value: unknown): string | undefined {
  const text = toText(value)?.trim();
  if (text === undefined || !/^\d{1,7}$/.test(text)) return undefined;
  return text.replace(/^0+(?=\d)/, '');
}
