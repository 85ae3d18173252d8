import { type Classification, createClassifier } from './core/risk/classify.ts';
import { catalog, resultNames } from './shippedData.ts';

export type { Catalog, CatalogEntry, LocalizedText, RiskLevel } from './core/catalogSchema.ts';
export type { Classification, ResultRiskLevel } from './core/risk/classify.ts';

export { catalog };

/**
 * What the catalog knows of a result code.
 * @param code digits, without `AADSTS` and leading zeros
 */
export const classify: (code: string) => Classification = createClassifier({
  catalog,
  names: resultNames,
});
