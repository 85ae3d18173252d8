import { readFunctions } from '../../../scripts/sentinel/content.ts';
import { createDatabase, type Database } from '../../../src/kql/language/database.ts';
import { createWorkspace, fromFunctionFile } from '../../../src/kql/schema/workspace.ts';

type Kind = 'all tables' | 'no tables';
const databases = new Map<Kind, Database>();

/** A workspace with the functions of the content; made once for each file of tests, since the first query is slow. */
export function database(kind: Kind = 'all tables'): Database {
  const made = databases.get(kind);
  if (made !== undefined) return made;
  const functions = readFunctions().map(({ name, content }) => fromFunctionFile(name, content));
  const workspace = createWorkspace({ functions });
  const created = createDatabase(kind === 'all tables' ? workspace : { ...workspace, tables: {} });
  databases.set(kind, created);
  return created;
}
