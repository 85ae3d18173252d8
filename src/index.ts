import catalogFile from '../data/catalog.json' with { type: 'json' };
import namesFile from '../data/result-names.json' with { type: 'json' };
import { type Catalog, catalogSchema, resultNamesSchema } from './core/catalogSchema.ts';
import { type Classification, createClassifier } from './core/risk/classify.ts';

export type { Catalog, CatalogEntry, LocalizedText, RiskLevel } from './core/catalogSchema.ts';
export type { Classification, ResultRiskLevel } from './core/risk/classify.ts';

/** The catalog of result codes. */
export const catalog: Catalog = catalogSchema.parse(catalogFile);

/**
 * What the catalog knows of a result code.
 * @param code digits, without `AADSTS` and leading zeros
 */
export const classify: (code: string) => Classification = createClassifier({
  catalog,
  names: resultNamesSchema.parse(namesFile),
});
