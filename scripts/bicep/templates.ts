import { globSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scope } from './compiler.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the deployments of the snapshots would go: ids of nobody. */
export const EXAMPLE_SCOPE: Scope = {
  tenantId: '00000000-0000-0000-0000-00000000000a',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  resourceGroup: 'rg-example',
  location: 'japaneast',
};

/** Absolute paths of the infrastructure's files with this ending, in order; infra/sentinel has its own. */
export function listInfraFiles(ending: string): string[] {
  return globSync(`infra/**/*${ending}`, { cwd: ROOT })
    .filter((path) => !path.split(sep).includes('sentinel'))
    .sort()
    .map((path) => join(ROOT, path));
}

/** The file beside a parameter file that holds what it led to when it was last reviewed. */
export function toSnapshotPath(parameterFile: string): string {
  return parameterFile.replace(/\.bicepparam$/, '.snapshot.json');
}

/** A path as a person writes it: from the repository's root, with slashes. */
export function toShortPath(path: string): string {
  return relative(ROOT, path).split(sep).join('/');
}
