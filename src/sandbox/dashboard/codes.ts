import catalogFile from '../../../data/catalog.json' with { type: 'json' };
import namesFile from '../../../data/result-names.json' with { type: 'json' };
import { catalogSchema, resultNamesSchema } from '../../core/catalogSchema.ts';
import type { Classification } from '../../core/risk/classify.ts';
import type { CodeSummary } from './api.ts';

/** Every code that the catalog explains, in its order, and then those that Microsoft documents besides. */
export function listCodes(classify: (code: string) => Classification): CodeSummary[] {
  const explained = catalogSchema.parse(catalogFile).entries.map(({ code }) => code);
  const known = new Set(explained);
  const documented = Object.keys(resultNamesSchema.parse(namesFile).names).filter((code) => !known.has(code));
  return [...explained, ...documented].map((code) => {
    const { level, name, entry } = classify(code);
    return { code, level, name, summary: entry?.summary, rationale: entry?.rationale };
  });
}
