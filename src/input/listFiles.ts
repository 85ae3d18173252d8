import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOf } from './fileFormat.ts';
import { InputError, reasonOf } from './inputError.ts';

/** What stands behind the given paths. `ignored`: files inside folders whose ending is none of the accepted ones. */
export interface InputFiles {
  readonly files: readonly string[];
  readonly ignored: readonly string[];
}

/**
 * The files behind the given paths, in the order given. A folder is walked recursively, in the order of the names'
 * code units, so that a run is the same on every machine; a link to a folder inside it is ignored, because links
 * can form a circle. A file named directly is taken whatever its ending.
 *
 * @throws InputError for a path that is missing or may not be read, and for a folder without any usable file
 */
export async function listInputFiles(paths: readonly string[]): Promise<InputFiles> {
  const files: string[] = [];
  const ignored: string[] = [];
  for (const path of paths) {
    if (await isFolder(path)) {
      const found = await walk(path);
      if (found.files.length === 0) {
        throw new InputError(
          `${path}: the folder holds no file to read. Name a file, or a folder with files that end in ` +
            '.json, .jsonl, .ndjson, .log or .csv, each also with .gz.',
        );
      }
      files.push(...found.files);
      ignored.push(...found.ignored);
    } else {
      await assertReadable(path);
      files.push(path);
    }
  }
  return { files, ignored };
}

async function walk(folder: string): Promise<InputFiles> {
  const files: string[] = [];
  const ignored: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = await walk(path);
      files.push(...inner.files);
      ignored.push(...inner.ignored);
    } else if (formatOf(entry.name) === undefined || (entry.isSymbolicLink() && (await isFolder(path)))) {
      ignored.push(path);
    } else {
      await assertReadable(path);
      files.push(path);
    }
  }
  return { files, ignored };
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw unreadable(folder, error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function assertReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): InputError {
  return new InputError(
    `${path}: cannot be read (${reasonOf(cause)}). Check that the path is right and that you may read it.`,
    { cause },
  );
}
