import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { listInfraFiles, toSnapshotPath } from '../../scripts/bicep/templates.ts';

/** A value of a template, of any depth: `at(resource, 'properties', 'sku', 'name')`. Undefined where there is nothing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found: unknown = value;
  for (const key of path)
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

const snapshotSchema = z.object({
  predictedResources: z.array(z.looseObject({ id: z.string(), type: z.string(), name: z.string() })),
  outputs: z.record(z.string(), z.unknown()),
});

export type Resource = z.infer<typeof snapshotSchema>['predictedResources'][number];

/** What a parameter file leads to, as committed. */
export interface Example {
  /** The parameter file's name, without its ending. */
  readonly name: string;
  readonly text: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The resources of this type, such as `Microsoft.Web/sites`. */
  of(type: string): Resource[];
}

/** Every parameter file's snapshot. That they are up to date is a test of its own, which needs the compiler. */
export function readExamples(): Example[] {
  return listInfraFiles('.bicepparam').map((file) => {
    const text = readFileSync(toSnapshotPath(file), 'utf8');
    const { predictedResources: resources, outputs } = snapshotSchema.parse(JSON.parse(text));
    return {
      name: basename(file, '.bicepparam'),
      text,
      resources,
      outputs,
      of: (type) => resources.filter((resource) => resource.type === type),
    };
  });
}

/** The examples that deploy the whole pipeline: those with a function app. */
export function readPipelines(): Example[] {
  return readExamples().filter((example) => example.of('Microsoft.Web/sites').length > 0);
}

/** The application settings of an example, by name. */
export function toAppSettings(example: Example): Map<string, string> {
  const list = at(example.of('Microsoft.Web/sites')[0], 'properties', 'siteConfig', 'appSettings');
  const pairs = z.array(z.strictObject({ name: z.string(), value: z.string() })).parse(list);
  return new Map(pairs.map(({ name, value }) => [name, value]));
}

/** Whether a value is an expression that only Azure can work out. ARM writes a text that begins with [ as [[. */
export function isExpression(value: string): boolean {
  return value.startsWith('[') && !value.startsWith('[[');
}
