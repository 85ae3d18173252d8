/**
 * A KQL string literal. The text comes from a log: everything but letters, digits and a few harmless marks is written
 * as \uXXXX, so that no quote, backslash, line end or direction mark can change the query or how it looks.
 */
export function toKqlString(text: string): string {
  const escaped = text.replace(
    /[^A-Za-z0-9 :._@-]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
