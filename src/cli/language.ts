import { UsageError } from './arguments.ts';

export const LANGUAGES = ['ja', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language of the output: the one asked for, else Japanese in a Japanese locale and English in every other.
 * The locale of messages is the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX.1-2024, 8.2).
 * @throws UsageError for a language that the catalog does not have
 */
export function toLanguage(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (option === undefined) {
    const locale = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name]).find(Boolean);
    return locale?.toLowerCase().startsWith('ja') === true ? 'ja' : 'en';
  }
  const found = LANGUAGES.find((language) => language === option);
  if (found === undefined) throw new UsageError(`--lang must be ja or en, not "${option}"`);
  return found;
}
