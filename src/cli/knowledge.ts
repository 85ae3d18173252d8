import catalogFile from '../../data/catalog.json' with { type: 'json' };
import namesFile from '../../data/result-names.json' with { type: 'json' };
import {
  type Catalog,
  catalogSchema,
  type Pack,
  packSchema,
  type ResultNames,
  resultNamesSchema,
} from '../core/catalogSchema.ts';
import { toCatalogVersion } from '../core/risk/catalogVersion.ts';
import { type Classification, createClassifier, type RiskSources } from '../core/risk/classify.ts';
import { findPackConflicts, packsSchema } from '../core/risk/pack.ts';
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

/** The packs that come with the project, by the name that turns them on. */
const SHIPPED: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  [
    'microsoft-secops',
    async () => (await import('../../data/packs/microsoft-secops.json', { with: { type: 'json' } })).default,
  ],
]);

/**
 * The project's data and packs.
 * @param packs files that hold a pack or a list of packs of the tenant, or names of packs that come with the project
 * @throws FileError for packs that the function would not accept either: invalid ones, and those that contradict
 */
export async function loadKnowledge(packs: readonly string[]): Promise<Knowledge> {
  const tenantPacks: Pack[] = [];
  const shippedPacks: Pack[] = [];
  const idlePacks: Pack[] = [];
  for (const [id, load] of SHIPPED) if (!packs.includes(id)) idlePacks.push(packSchema.parse(await load()));
  for (const pack of packs) {
    const load = SHIPPED.get(pack);
    if (load !== undefined) shippedPacks.push(packSchema.parse(await load()));
    else tenantPacks.push(...(await readJsonFile(pack, 'pack', packsSchema)));
  }
  assertCompatible(tenantPacks);
  const sources = {
    catalog: catalogSchema.parse(catalogFile),
    names: resultNamesSchema.parse(namesFile),
    tenantPacks,
    shippedPacks,
  };
  return { ...sources, idlePacks, classify: createClassifier(sources) };
}

/** Packs from several files must fit together like those of one list. */
function assertCompatible(packs: readonly Pack[]): void {
  const ids = packs.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (SHIPPED.has(id))
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
