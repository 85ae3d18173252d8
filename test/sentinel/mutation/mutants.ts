export const KINDS = ['threshold', 'condition', 'comparison', 'code'] as const;
export type Kind = (typeof KINDS)[number];

/** A query with one thing in it changed. */
export interface Mutant {
  readonly kind: Kind;
  /** From 1. */
  readonly line: number;
  readonly change: string;
  readonly query: string;
}

interface Edit {
  readonly at: number;
  readonly old: string;
  readonly replacement: string;
}

const FLIPPED: Readonly<Record<string, string>> = {
  '>=': '>',
  '>': '>=',
  '<=': '<',
  '<': '<=',
  '==': '!=',
  '!=': '==',
};

/**
 * A query, each time with another threshold, time, number, code or comparison in it, or without one condition.
 * Left alone is what a test about the files holds already (`frequency`, `baseline`), what only says how long lists in
 * the text may get, and `FirstSeen <= now()`, which is true of every row that a scheduled run sees.
 */
export function mutantsOf(query: string): Mutant[] {
  const code = query.replace(/^ *\/\/.*$/gm, (comment) => ' '.repeat(comment.length));
  const edits: Readonly<Record<Kind, readonly Edit[]>> = {
    threshold: [...lets(code), ...numbers(code)],
    condition: conditions(code),
    comparison: comparisons(code),
    code: codes(code),
  };
  return KINDS.flatMap((kind) =>
    edits[kind].map(({ at, old, replacement }) => ({
      kind,
      line: query.slice(0, at).split('\n').length,
      change: `${old} -> ${replacement || 'nothing'}`,
      query: query.slice(0, at) + replacement + query.slice(at + old.length),
    })),
  );
}

/** The tuning lines: one more and one less, half and double, the other truth. */
function lets(code: string): Edit[] {
  return Array.from(code.matchAll(/^let (\w+) = ([\w.]+);$/gm)).flatMap(
    ({ 0: line, 1: name = '', 2: old = '', index }) => {
      if (name === 'frequency' || name === 'baseline') return [];
      const at = index + line.length - 1 - old.length;
      return othersOf(old).map((replacement) => ({ at, old, replacement }));
    },
  );
}

function othersOf(value: string): string[] {
  if (value === 'true' || value === 'false') return [String(value === 'false')];
  const [, digits = '', unit = ''] = /^([\d.]+)([mhd]?)$/.exec(value) ?? [];
  if (digits === '') return [];
  if (unit !== '') {
    const minutes = Number(digits) * { m: 1, h: 60, d: 1440 }[unit as 'm'];
    return [`${Math.floor(minutes / 2)}m`, `${minutes * 2}m`];
  }
  if (digits.includes('.')) return [String(Number(digits) / 2), String(Number(digits) * 2)];
  return [String(Number(digits) - 1), String(Number(digits) + 1)];
}

/** Codes are taken out of their list; one that stands alone becomes another. */
function codes(code: string): Edit[] {
  return Array.from(code.matchAll(/"(\d{1,7})"(, )?/g)).map(({ 0: text, 1: digits = '', index }) => {
    const inList = /\[[^\]]*$/.test(code.slice(0, index));
    const before = code.slice(index - 2, index) === ', ' && !text.endsWith(', ') ? 2 : 0;
    const isOnly = before === 0 && !text.endsWith(', ');
    if (!inList || isOnly) return { at: index, old: `"${digits}"`, replacement: '"9999999"' };
    return { at: index - before, old: ', '.slice(0, before) + text, replacement: '' };
  });
}

/** Numbers and times within the query; a list of suspects that is a list no more. */
function numbers(code: string): Edit[] {
  return Array.from(code.matchAll(/(?<![\w."\\-])(\d+)([mhd]?)(?![\w."])/g)).flatMap(({ 0: old, index }) => {
    const line = code.slice(code.lastIndexOf('\n', index) + 1, index);
    const isText = (line.match(/"/g)?.length ?? 0) % 2 === 1;
    if (isText || /^let \w+ = $/.test(line) || /substring\(replace_regex\(/.test(line)) return [];
    if (/make_set(_if)?\(.*, $/.test(line) && /^\)/.test(code.slice(index + old.length)))
      return Number(old) >= 1000 ? [{ at: index, old, replacement: '1' }] : [];
    // A hunt shows the heaviest: how many is a matter of taste.
    if (/\| top $/.test(line) || /split\([^)]*\)\[$/.test(line)) return [];
    return othersOf(old).map((replacement) => ({ at: index, old, replacement }));
  });
}

function comparisons(code: string): Edit[] {
  return Array.from(code.matchAll(/ (>=|<=|==|!=|>|<) (?!now\(\))/g)).flatMap(({ 1: old = '', index }) => {
    const replacement = FLIPPED[old];
    return replacement === undefined ? [] : [{ at: index + 1, old, replacement }];
  });
}

/** Each condition of a `where` that has several, left out. */
function conditions(code: string): Edit[] {
  return Array.from(code.matchAll(/\| where ([^\n;]+)/g)).flatMap(({ 0: text, 1: rest = '', index }) => {
    const parts = partsOf(rest);
    if (parts.length < 2) return [];
    const start = index + text.length - rest.length;
    return parts.flatMap(({ at, part }, place) => {
      if (part.trim() === 'FirstSeen <= now()') return [];
      const from = place === 0 ? at : at - ' and '.length;
      const to = at + part.length + (place === 0 ? ' and '.length : 0);
      return [{ at: start + from, old: rest.slice(from, to), replacement: '' }];
    });
  });
}

/** The parts between `and`, outside of brackets, up to where the condition ends: a bracket too many, or a pipe. */
function partsOf(text: string): { readonly at: number; readonly part: string }[] {
  const parts: { at: number; part: string }[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at];
    if (sign === '(' || sign === '[') depth++;
    if (sign === ')' || sign === ']') depth--;
    const isEnd = at === text.length || depth < 0 || (depth === 0 && text.startsWith(' | ', at));
    if (isEnd || (depth === 0 && text.startsWith(' and ', at))) {
      parts.push({ at: from, part: text.slice(from, at) });
      from = at + ' and '.length;
    }
    if (isEnd) break;
  }
  return parts;
}
