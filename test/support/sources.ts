import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths from the root for files, names for packages and Node's modules. */
  readonly imports: readonly string[];
}

const IMPORTS = /^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\(\s*'([^']+)'/gm;

function toSource(file: string): Source {
  const path = file.split(sep).join('/');
  const text = readFileSync(join(ROOT, file), 'utf8');
  const imports = Array.from(text.matchAll(IMPORTS), ([, ...names]) => {
    const name = names.find((one) => one !== undefined) ?? '';
    return name.startsWith('.') ? posix.normalize(`${dirname(path)}/${name}`) : name;
  });
  return { path, text, imports };
}

/** The sources in these places (globs), in order. */
export function readSources(...globs: string[]): Source[] {
  const files = globSync(globs, { cwd: ROOT }).map((file) => relative(ROOT, join(ROOT, file)));
  return files.sort().map(toSource);
}

/** The code of a source without types and comments. */
export function codeOf({ text }: Source): string {
  return transformSync(text, { loader: 'ts', legalComments: 'none' }).code;
}
