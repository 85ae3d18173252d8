import catalogFile from '../data/catalog.json' with { type: 'json' };
import secOpsPack from '../data/packs/microsoft-secops.json' with { type: 'json' };
import namesFile from '../data/result-names.json' with { type: 'json' };
import type { Catalog, Pack, ResultNames } from './core/catalogSchema.ts';

// The project's own files, which tests hold against their schemas (`test/unit/catalog.test.ts`): doing that at every start
// as well would take half of a cold start's time, to find what cannot be there.

/** The catalog of result codes. */
export const catalog = catalogFile as Catalog;

/** The directory of documented codes. */
export const resultNames = namesFile as unknown as ResultNames;

/** The packs that come with the project; each is used only where a setting asks for it. */
export const shippedPacks: readonly Pack[] = [secOpsPack as unknown as Pack];
