import type { CodeSummary } from '../api.ts';
import { ask } from './ask.ts';

let asked: Promise<ReadonlyMap<string, CodeSummary>> | undefined;

/** What is known of each code, in the catalog's order; asked for once, since it does not change while the server runs. */
export function codeTexts(): Promise<ReadonlyMap<string, CodeSummary>> {
  asked ??= ask<readonly CodeSummary[]>('/api/codes').then(
    (list) => new Map(list.map((one) => [one.code, one])),
    (error: unknown) => {
      asked = undefined;
      throw error;
    },
  );
  return asked;
}
