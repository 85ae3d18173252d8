import { readFunctions } from '../../../scripts/sentinel/content.ts';
import { check } from '../../../src/kql/language/check.ts';
import { createDatabase, type Database } from '../../../src/kql/language/database.ts';
import { createWorkspace, fromFunctionFile } from '../../../src/kql/schema/workspace.ts';

type Kind = 'all' | 'no tables' | 'no watchlists';
const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'string' as const]));

const databases = new Map<Kind, Database>();

/** A workspace with the functions of the content; made once for each file of tests, since the first query is slow. */
export function database(kind: Kind = 'all'): Database {
  const made = databases.get(kind);
  if (made !== undefined) return made;
  const functions = readFunctions().map(({ name, content }) => fromFunctionFile(name, content));
  const watchlists = {
    EntraRiskExclusions: columns('EntryType', 'Value', 'Code', 'Rule', 'ExpiresOn', 'Reason'),
    EntraRiskLevelOverrides: columns('Code', 'Level', 'ExpiresOn', 'Reason'),
    EntraRiskVipUsers: columns('User', 'ExpiresOn', 'Reason'),
  };
  const workspace = createWorkspace({ functions, watchlists: kind === 'no watchlists' ? {} : watchlists });
  const created = createDatabase(kind === 'no tables' ? { ...workspace, tables: {} } : workspace);
  databases.set(kind, created);
  return created;
}

/** Binds the functions once: the first query to a database takes seconds, on a busy machine many. */
export function warmUp(): void {
  check('EntraSigninStory("x")', database());
}

/** How long a test file may take over it. */
export const WARM_UP_TIMEOUT = 180_000;
