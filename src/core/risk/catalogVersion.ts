import type { RiskSources } from './classify.ts';

/**
 * What levels were made of, for the column `CatalogVersion`: the catalog's version and, in the order in which they
 * decide, the packs: `1.0.0+mine@1+microsoft-secops@1.0.0`.
 */
export function toCatalogVersion({ catalog, tenantPacks = [], shippedPacks = [] }: RiskSources): string {
  const packs = [...tenantPacks, ...shippedPacks].map(({ id, version }) => `${id}@${version}`);
  return [catalog.version, ...packs].join('+');
}
