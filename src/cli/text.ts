// How much room text takes on a terminal, and how it is broken into lines, for English and Japanese alike.

/** Text from logs and files must not move the cursor, change colours, turn the direction of writing or add lines. */
export function toSafeText(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

/** Full-width characters: those of Unicode's East_Asian_Width W and F that occur in text, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /\p{Mn}|\p{Me}/u;

function widthOfCharacter(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** The columns that a text takes: a full-width character takes two, a combining one none. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** The text with spaces behind it, so that it takes that many columns. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** The text with spaces before it, so that it takes that many columns. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}

/** The text itself, or its beginning and `...`, in at most that many columns (no fewer than 3). */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return `${takeColumns(text, columns - 3)}...`;
}

function takeColumns(text: string, columns: number): string {
  let taken = '';
  let width = 0;
  for (const character of text) {
    width += widthOfCharacter(character);
    if (width > columns) break;
    taken += character;
  }
  return taken;
}

// A word of katakana is read as one, so it stays whole; between other full-width characters a line may end.
const TOKENS =
  /\s+|[\u30a1-\u30fa\u30fc]+|[^\s\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]+|./gu;

// Japanese line breaking (JIS X 4051): these do not begin a line, and the opening ones do not end it.
const NO_START =
  /^[、。，．・：；？！ヽヾゝゞ々ー）］｝」』】〉》〕ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;!?)\]}]/u;
const NO_END = /[（［｛「『【〈《〔([{]$/u;

/** The parts of a text between which a line may end, each with the space that stands before it. */
function unitsOf(text: string): { readonly space: string; readonly word: string }[] {
  const units: { space: string; word: string }[] = [];
  let space = '';
  for (const [token] of text.trim().matchAll(TOKENS)) {
    const last = units.at(-1);
    if (/^\s/.test(token)) {
      space = ' ';
    } else if (last !== undefined && space === '' && (NO_START.test(token) || NO_END.test(last.word))) {
      last.word += token;
    } else {
      units.push({ space, word: token });
      space = '';
    }
  }
  return units;
}

/**
 * Breaks a text into lines of at most that many columns (no fewer than 2): English between words, Japanese between
 * characters with its rules for punctuation. Only what does not fit into a line by itself is cut anywhere.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const { space, word } of unitsOf(text)) {
    const longer = line === '' ? word : line + space + word;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > columns) {
      const fitting = takeColumns(line, columns);
      lines.push(fitting);
      line = line.slice(fitting.length);
    }
  }
  return [...lines, line];
}
