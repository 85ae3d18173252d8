import type { Catalog, Pack, ResultNames } from '../core/catalogSchema.ts';
import { toCatalogVersion } from '../core/risk/catalogVersion.ts';
import { type Classification, createClassifier, type RiskSources } from '../core/risk/classify.ts';
import { findPackConflicts, packsSchema } from '../core/risk/pack.ts';
import { catalog, resultNames, shippedPacks } from '../shippedData.ts';
import { FileError, readJsonFile } from './jsonFile.ts';

/** What the project knows of codes, with the packs that were asked for. */
export interface Knowledge extends RiskSources {
  readonly catalog: Catalog;
  readonly names: ResultNames;
  readonly tenantPacks: readonly Pack[];
  readonly shippedPacks: readonly Pack[];
  readonly classify: (code: string) => Classification;
  /** The packs that come with the project but were not asked for: what they would say of a code outside the catalog. */
  readonly idlePacks: readonly Pack[];
}

/**
 * The project's data and packs.
 * @param packs files that hold a pack or a list of packs of the tenant, or names of packs that come with the project
 * @throws FileError for packs that the function would not accept either: invalid ones, and those that contradict
 */
export async function loadKnowledge(packs: readonly string[]): Promise<Knowledge> {
  const tenantPacks: Pack[] = [];
  for (const pack of packs)
    if (!isShipped(pack)) tenantPacks.push(...(await readJsonFile(pack, 'pack', packsSchema)));
  assertCompatible(tenantPacks);
  const sources = {
    catalog,
    names: resultNames,
    tenantPacks,
    shippedPacks: shippedPacks.filter(({ id }) => packs.includes(id)),
  };
  const idlePacks = shippedPacks.filter(({ id }) => !packs.includes(id));
  return { ...sources, idlePacks, classify: createClassifier(sources) };
}

const isShipped = (name: string) => shippedPacks.some(({ id }) => id === name);

/** Packs from several files must fit together like those of one list. */
function assertCompatible(packs: readonly Pack[]): void {
  const ids = packs.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (isShipped(id))
      throw new FileError(
        `the pack id ${id} belongs to a pack that comes with the project: use --pack ${id}`,
      );
    if (ids.indexOf(id) !== index)
      throw new FileError(`two packs have the id ${id}; give one of them another`);
  }
  const [conflict] = findPackConflicts(packs);
  if (conflict === undefined) return;
  const { code, first, later } = conflict;
  throw new FileError(
    `code ${code} is ${first.level} in pack ${first.pack} and ${later.level} in pack ${later.pack}; keep one of them`,
  );
}

/** Which data gave the levels, for JSON output: as in the column CatalogVersion. */
export function dataOf(knowledge: Knowledge): object {
  return { catalogVersion: toCatalogVersion(knowledge) };
}
