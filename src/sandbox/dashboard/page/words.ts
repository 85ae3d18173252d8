import { en } from './words.en.ts';
import { ja } from './words.ja.ts';

export type Language = 'en' | 'ja';
/** Every text of the page that is not the catalog's. */
export type Words = typeof en;

export const WORDS: Readonly<Record<Language, Words>> = { en, ja };

/** The language chosen before, else the browser's first one that the page has. */
export function toLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'ja') return chosen;
  const known = browser
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === 'en' || tag === 'ja');
  return known === 'ja' ? 'ja' : 'en';
}
