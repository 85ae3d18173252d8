import { elementSlices, skipSpace } from '../../core/json/slices.ts';
import { parseJson } from '../../core/json/types.ts';
import { Refusal } from './refusal.ts';
import type { RowCheck } from './rowSchema.ts';

/**
 * Reads the rows out of a body: a JSON array of objects that fit the stream's columns.
 * @returns each row's text exactly as it stands in the body. Printing the parsed values again would hide what
 * really arrived: number forms, escapes, repeated keys, the order of members.
 */
export function toRows(body: Buffer, check: RowCheck): readonly string[] | Refusal {
  let text: string;
  try {
    // With a byte order mark it is no JSON text that has to be accepted (RFC 8259, section 8.1).
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return new Refusal(400, 'InvalidPayload', 'The body is not valid UTF-8.');
  }
  const parsed = parseJson(text);
  if (!parsed.ok) return new Refusal(400, 'InvalidPayload', `The body is not valid JSON: ${parsed.error}.`);
  if (!Array.isArray(parsed.value))
    return new Refusal(400, 'InvalidPayload', 'The body is not a JSON array.');
  for (const [index, row] of parsed.value.entries()) {
    const fault = check(row);
    if (fault !== undefined) return new Refusal(400, 'InvalidRow', `Row ${index}: ${fault}.`);
  }
  return elementSlices(body, skipSpace(body, 0)).map(({ start, end }) => body.toString('utf8', start, end));
}
