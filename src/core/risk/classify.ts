import type { Catalog, CatalogEntry, Pack, ResultNames, RiskLevel } from '../catalogSchema.ts';

/** `Unknown` is for codes that nobody has judged: never silently Low. */
export type ResultRiskLevel = RiskLevel | 'Unknown';

/** What is known of a code. */
export interface Classification {
  readonly level: ResultRiskLevel;
  /** Where the level comes from: `catalog`, `pack:<id>` or `unlisted`. */
  readonly basis: string;
  /** Symbolic name, from the catalog or from the directory of documented codes. */
  readonly name: string | undefined;
  /** The catalog's entry; undefined for a code outside it. */
  readonly entry: CatalogEntry | undefined;
}

/** What levels are made of. Earlier packs win over later ones of the same kind. */
export interface RiskSources {
  readonly catalog: Catalog;
  readonly names: ResultNames;
  /** The tenant's own packs: they may change any code, the catalog's too. */
  readonly tenantPacks?: readonly Pack[];
  /** Packs that come with the project: they may not change a code of the catalog. */
  readonly shippedPacks?: readonly Pack[];
}

/** The classifier of codes: a tenant's pack first, then the catalog, then shipped packs; what none of them lists is Unknown. */
export function createClassifier(sources: RiskSources): (code: string) => Classification {
  const entries = new Map(sources.catalog.entries.map((entry) => [entry.code, entry]));
  const known = new Map<string, Classification>();
  const codes = new Set([...entries.keys(), ...Object.keys(sources.names.names)]);
  for (const pack of [...(sources.tenantPacks ?? []), ...(sources.shippedPacks ?? [])]) {
    for (const code of Object.keys(pack.levels)) codes.add(code);
  }
  for (const code of codes) known.set(code, classify(code, entries.get(code), sources));
  const unlisted: Classification = { level: 'Unknown', basis: 'unlisted', name: undefined, entry: undefined };
  return (code) => known.get(code) ?? unlisted;
}

function classify(code: string, entry: CatalogEntry | undefined, sources: RiskSources): Classification {
  const documented = Object.hasOwn(sources.names.names, code) ? sources.names.names[code] : undefined;
  const name = entry?.name ?? (documented || undefined);
  const fromPack = (packs: readonly Pack[] | undefined): Classification | undefined => {
    for (const pack of packs ?? []) {
      const level = Object.hasOwn(pack.levels, code) ? pack.levels[code] : undefined;
      if (level !== undefined) return { level, basis: `pack:${pack.id}`, name, entry };
    }
    return undefined;
  };
  return (
    fromPack(sources.tenantPacks) ??
    (entry && { level: entry.risk, basis: 'catalog', name, entry }) ??
    fromPack(sources.shippedPacks) ?? { level: 'Unknown', basis: 'unlisted', name, entry }
  );
}
