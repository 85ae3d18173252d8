import { extname } from 'node:path';

/** How a file's bytes become bodies: one JSON document, one JSON value per line, or a table with a header. */
export type FileFormat = 'json' | 'lines' | 'csv';

const FORMATS: ReadonlyMap<string, FileFormat> = new Map([
  ['.json', 'json'],
  ['.jsonl', 'lines'],
  ['.ndjson', 'lines'],
  ['.log', 'lines'],
  ['.csv', 'csv'],
]);

/** True for a name that ends in `.gz`, in any case. */
export function isGzip(file: string): boolean {
  return extname(file).toLowerCase() === '.gz';
}

/**
 * The format that a file's ending stands for, looking through `.gz`.
 *
 * @returns undefined for an ending that is none of .json, .jsonl, .ndjson, .log and .csv
 */
export function formatOf(file: string): FileFormat | undefined {
  const name = isGzip(file) ? file.slice(0, -'.gz'.length) : file;
  return FORMATS.get(extname(name).toLowerCase());
}
