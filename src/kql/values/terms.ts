// What `has` looks for: a term, that is a longest run of letters and digits of any script
// (string operators, "What is a term?").

const ALPHANUMERIC = /[\p{L}\p{N}]/u;

function isAlphanumeric(text: string, index: number): boolean {
  if (index < 0 || index >= text.length) return false;
  const unit = text.charCodeAt(index);
  if (unit < 128)
    return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
  // The second half of a pair belongs to the character that begins before it.
  const start = unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
  return ALPHANUMERIC.test(String.fromCodePoint(text.codePointAt(start) ?? 0));
}

/** Whether a text has a letter or a digit, without which it holds no term. */
export function holdsTerm(text: string): boolean {
  return ALPHANUMERIC.test(text);
}

/**
 * Whether `part` stands in `text` with no letter or digit right before and behind it. Both must be in the same case.
 * An end of `part` that is itself no letter or digit borders on anything.
 */
export function hasTerm(text: string, part: string): boolean {
  const openStart = !isAlphanumeric(part, 0);
  const openEnd = !isAlphanumeric(part, part.length - 1);
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    if ((openStart || !isAlphanumeric(text, at - 1)) && (openEnd || !isAlphanumeric(text, end))) return true;
  }
  return false;
}
