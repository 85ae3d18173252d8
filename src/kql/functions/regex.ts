import { KqlError } from '../kqlError.ts';

const KNOWN = new Map<string, RegExp>();

/**
 * A regular expression of Kusto (RE2) for JavaScript. Both mean the same by what is let through here; what only one of
 * them has, or what they read differently, is refused.
 */
export function compileRegex(source: string, mode: '' | 'g' = ''): RegExp {
  const key = `${mode}/${source}`;
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  const flags = /^\(\?([is]+)\)/.exec(source);
  const body = flags === null ? source : source.slice(flags[0].length);
  const unsupported = /\(\?(?!:)|\\[AzZQECpP]|\[\[:|[*+?}]\+/.exec(body);
  if (unsupported !== null)
    throw new KqlError(`the regular expression ${source} uses ${unsupported[0]}, which is not supported`);
  let regex: RegExp;
  try {
    regex = new RegExp(body, `${flags?.[1] ?? ''}${mode}`);
  } catch (error) {
    throw new KqlError(`the regular expression ${source} cannot be read`, { cause: error });
  }
  KNOWN.set(key, regex);
  return regex;
}
