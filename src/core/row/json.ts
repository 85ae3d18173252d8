/** Nothing in it has to be escaped inside a JSON string. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A value as JSON. */
export function toJson(value: unknown): string {
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  return JSON.stringify(value);
}
