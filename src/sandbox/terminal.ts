/** A text from logs on one line: it must not move the cursor, change colours or turn the direction of writing. */
export function toTerminalLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

/** The same for a text of several lines, such as an error's message, which may quote file names and logs. */
export function toTerminalText(text: string): string {
  return text.split('\n').map(toTerminalLine).join('\n');
}
