import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { z } from 'zod';
import { type Hunt, huntSchema, type Rule, ruleSchema } from './schema.ts';

const FOLDER = new URL('../../infra/sentinel/', import.meta.url);

/** A file of the content, by its name without the ending. */
export interface Named<T> {
  readonly name: string;
  readonly content: T;
}

/** The analytics rules, in the order of their names. @throws when a file is not of the form that it must have */
export function readRules(): Named<Rule>[] {
  return readYaml('rules', ruleSchema);
}

/** The hunting queries, in the order of their names. @throws when a file is not of the form that it must have */
export function readHunts(): Named<Hunt>[] {
  return readYaml('hunting', huntSchema);
}

/** The stored functions, as the text of their files. */
export function readFunctions(): Named<string>[] {
  return list('functions', '.kql').map((name) => ({ name, content: readContent(`functions/${name}.kql`) }));
}

/** The text of a file under infra/sentinel. */
export function readContent(path: string): string {
  return readFileSync(new URL(path, FOLDER), 'utf8');
}

/** Names without the ending of the files in a folder under infra/sentinel; other files in it are a fault. */
export function list(folder: string, ending: string): string[] {
  return readdirSync(new URL(`${folder}/`, FOLDER))
    .sort()
    .map((file) => {
      if (!file.endsWith(ending))
        throw new Error(`infra/sentinel/${folder}/${file} does not end in ${ending}`);
      return file.slice(0, -ending.length);
    });
}

function readYaml<T>(folder: string, schema: z.ZodType<T>): Named<T>[] {
  return list(folder, '.yaml').map((name) => {
    const result = schema.safeParse(parse(readContent(`${folder}/${name}.yaml`)));
    if (!result.success) throw new Error(`infra/sentinel/${folder}/${name}.yaml: ${result.error.message}`);
    return { name, content: result.data };
  });
}
