import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { findRepeatedKeys } from '../core/json/repeatedKeys.ts';
import { toSafeText } from './text.ts';

/** A file that a command needs cannot be used. The message says which, where in it, and what is wrong; exit code 2. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Reads a JSON file and holds it against a schema.
 * @param what the file is, for the message
 * @throws FileError with one line for every fault
 */
export async function readJsonFile<T>(path: string, what: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(path, what);
  const value = parse(path, what, text);
  const repeated = findRepeatedKeys(text).map((place) => `  ${toPlace(place)}: stands here twice; keep one`);
  const result = schema.safeParse(value);
  if (result.success && repeated.length === 0) return result.data;
  const issues = result.error?.issues ?? [];
  const lines = [
    ...repeated,
    ...issues.map(({ path: place, message }) => `  ${toPlace(place)}: ${toSafeText(message)}`),
  ];
  throw new FileError(`${path}: not a valid ${what} (${lines.length}):\n${lines.join('\n')}`);
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    throw new FileError(`${path}: the ${what} cannot be read (${String(error)})`, { cause: error });
  }
}

function parse(path: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message has the line and column, or quotes the text around the place.
    const message = error instanceof Error ? error.message : String(error);
    throw new FileError(`${path}: the ${what} is not JSON (${toSafeText(message)})`);
  }
}

function toPlace(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the whole file' : toSafeText(path.map(String).join('.'));
}
