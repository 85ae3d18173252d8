import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { RuleFile } from '../../kql/backtest/backtest.ts';
import { scheduledRuleSchema } from '../../kql/backtest/rule.ts';
import type { Columns, StoredFunction } from '../../kql/schema/types.ts';
import { fromFunctionFile } from '../../kql/schema/workspace.ts';
import { FileError } from '../jsonFile.ts';
import { toSafeText } from '../text.ts';

/** The Sentinel content that comes with this project. */
const CONTENT = fileURLToPath(new URL('../../../infra/sentinel/', import.meta.url));

/**
 * Analytics rules in the YAML format of the public rule collection, from files and folders; by default those that come
 * with this project. Files of another kind of rule, such as NRT, are left out and named.
 * @throws FileError for a file that cannot be read, or is no scheduled rule
 */
export async function readRules(paths: readonly string[], note: (text: string) => void): Promise<RuleFile[]> {
  const files = (
    await Promise.all((paths.length > 0 ? paths : [join(CONTENT, 'rules')]).map(filesIn))
  ).flat();
  const rules: RuleFile[] = [];
  for (const file of files) {
    const text = await readText(file);
    const rule = toRule(file, text, note);
    if (rule !== undefined) rules.push({ file: basename(file), rule });
  }
  if (rules.length === 0) throw new FileError('there is no scheduled rule among the files');
  return rules;
}

/** The stored functions of this project, which its rules call. */
export async function readFunctions(): Promise<StoredFunction[]> {
  const folder = join(CONTENT, 'functions');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.kql')).sort();
  return Promise.all(
    files.map(async (name) => fromFunctionFile(basename(name, '.kql'), await readText(join(folder, name)))),
  );
}

/** The watchlists that these functions read, with the columns of their templates; every column is text. */
export async function readWatchlists(): Promise<Record<string, Columns>> {
  const folder = join(CONTENT, 'watchlists');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
  const lists = files.map(async (name): Promise<[string, Columns]> => {
    const [header = ''] = (await readText(join(folder, name))).split(/\r?\n/);
    return [
      basename(name, '.csv'),
      Object.fromEntries(header.split(',').map((column) => [column, 'string'])),
    ];
  });
  return Object.fromEntries(await Promise.all(lists));
}

async function filesIn(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => /^\.ya?ml$/.test(extname(name))).sort();
    return names.map((name) => join(path, name));
  } catch (error) {
    throw new FileError(`${path}: the rules cannot be read (${String(error)})`, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    throw new FileError(`${path}: cannot be read (${String(error)})`, { cause: error });
  }
}

function toRule(file: string, text: string, note: (text: string) => void): RuleFile['rule'] | undefined {
  let content: unknown;
  try {
    // No aliases: a few lines of them could stand for gigabytes.
    content = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new FileError(`${file}: not YAML (${error instanceof Error ? toSafeText(error.message) : ''})`);
  }
  const kind = typeof content === 'object' && content !== null ? Reflect.get(content, 'kind') : undefined;
  if (typeof kind === 'string' && kind !== 'Scheduled') {
    note(`Left out, since it is a rule of kind ${toSafeText(kind)}: ${file}`);
    return undefined;
  }
  const result = scheduledRuleSchema.safeParse(content);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path, message }) =>
      `  ${toSafeText(path.map(String).join('.')) || 'the whole file'}: ${toSafeText(message)}`,
  );
  throw new FileError(`${file}: not a scheduled analytics rule:\n${lines.join('\n')}`);
}
