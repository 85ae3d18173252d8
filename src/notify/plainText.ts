/**
 * Text of a log for a card, on one line of at most so many characters. Cards show it in text runs, which know no markup.
 * What would become a link, a mention, a tag, a template's expression or another direction of writing in a client that
 * does more than it should is broken up here as well.
 */
export function toPlainText(text: string, most: number): string {
  const plain = text
    // Twice as much is enough for any character that the replacements add; a log may hold 2 KB in a field.
    .slice(0, most * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    // The analysts' own way of writing an address that nobody should open.
    .replace(/:(?=\/\/)/g, '[:]')
    .replace(/\b(www)\.(?=\S)/gi, '$1[.]')
    .replace(/\](?=\()/g, '] ')
    .replace(/([{$@])(?=\{)/g, '$1 ');
  const characters = Array.from(plain);
  return characters.length <= most ? plain : `${characters.slice(0, most - 1).join('')}…`;
}
