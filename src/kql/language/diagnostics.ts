import type { KustoDiagnostic } from './kusto.ts';

/** Something that Microsoft's language service finds wrong with a query. */
export interface Diagnostic {
  readonly severity: 'Error' | 'Warning' | 'Information';
  /** Microsoft's code for it, such as `KS142`. */
  readonly code: string;
  readonly message: string;
  /** The stored function whose body is at fault; undefined for the query itself. */
  readonly inFunction?: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The text at fault. */
  readonly text: string;
}

/** A place in a text, from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** @param start where `source` begins in the text that was analysed */
export function toDiagnostic(
  found: KustoDiagnostic,
  source: string,
  start = 0,
  inFunction?: string,
): Diagnostic {
  const offset = found.Start - start;
  const { Severity: severity } = found;
  return {
    severity: severity === 'Error' || severity === 'Warning' ? severity : 'Information',
    code: found.Code,
    message: found.Message,
    ...(inFunction !== undefined && { inFunction }),
    ...placeOf(source, offset),
    text: source.slice(offset, offset + found.Length),
  };
}
