/** Text as Markdown that shows exactly it, in a line of text as well as in a cell of a table. */
export function toMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|~&]/g, '\\$&');
}

/** A row of a table; cells are Markdown already. */
export function toTableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The anchor that GitHub gives a heading: lower case, without punctuation, a minus sign for each space. */
export function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}
