import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { installBicep } from './install.ts';
import { RpcClient } from './rpc.ts';

const diagnosticSchema = z.object({
  source: z.string(),
  range: z.object({ start: z.object({ line: z.number(), char: z.number() }) }),
  level: z.string(),
  code: z.string(),
  message: z.string(),
});

const builtSchema = z.object({
  success: z.boolean(),
  diagnostics: z.array(diagnosticSchema),
  contents: z.string().nullish(),
});

const snapshotSchema = z.object({
  predictedResources: z.array(z.looseObject({ id: z.string(), type: z.string(), name: z.string() })),
  diagnostics: z.array(z.unknown()),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

/** A resource as the template would deploy it: expressions worked out as far as that is possible without Azure. */
export type PredictedResource = z.infer<typeof snapshotSchema>['predictedResources'][number];

/** What a parameter file leads to. */
export type Snapshot = z.infer<typeof snapshotSchema>;

/** A compiled template. */
export interface Built {
  /** One line each, compiler and linter alike: `main.bicep(3,7) Warning BCP036: …`. Empty for a clean template. */
  readonly problems: readonly string[];
  /** The ARM template; undefined when there is an error. */
  readonly template: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Where a deployment would go, for what depends on it: ids, `resourceGroup().location`, `tenant().tenantId`. What a
 * template's target scope has no place for is left out, so that one scope serves all templates.
 */
export interface Scope {
  readonly tenantId?: string;
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
}

/** The compiler as one process that answers many questions: the first costs about a second, the others a few ms. */
export interface Bicep {
  /** Compiles and lints a `.bicep` file with the rules of the nearest `bicepconfig.json`. */
  build(file: string): Promise<Built>;
  /** The file's text, formatted. Does not write it. */
  format(file: string): Promise<string>;
  /** The resources that a `.bicepparam` file leads to; offline. @throws when it does not compile */
  snapshot(parameterFile: string, scope: Scope): Promise<Snapshot>;
  close(): Promise<void>;
}

/**
 * Starts the compiler, and installs it first where needed.
 * @throws with what is missing, when it cannot be had; ask {@link installBicep} before to take another way
 */
export function openBicep(): Bicep {
  const { path, missing } = installBicep();
  if (path === undefined) throw new Error(`the Bicep compiler cannot be had: ${missing}`);
  // In a process of a few seconds, code that measures itself to be compiled better costs more than it brings.
  // So does a garbage collector on a thread of its own.
  const settings = { DOTNET_TieredPGO: '0', DOTNET_gcConcurrent: '0' };
  const rpc = new RpcClient(path, ['jsonrpc', '--stdio'], settings);
  return {
    async build(file) {
      const answer = builtSchema.parse(await rpc.call('bicep/compile', { path: file }));
      const template = z.record(z.string(), z.unknown());
      return {
        problems: answer.diagnostics.map(toLine),
        template: answer.contents ? template.parse(JSON.parse(answer.contents)) : undefined,
      };
    },
    async format(file) {
      return z.object({ contents: z.string() }).parse(await rpc.call('bicep/format', { path: file }))
        .contents;
    },
    async snapshot(parameterFile, scope) {
      const metadata = narrow(scope, readTargetScope(parameterFile));
      const answer = await rpc
        .call('bicep/getSnapshot', { path: parameterFile, metadata, externalInputs: [] })
        .catch((error) => explain(rpc, parameterFile, error));
      const { snapshot } = z.object({ snapshot: z.string() }).parse(answer);
      const { outputs, ...rest } = snapshotSchema.parse(JSON.parse(snapshot));
      // The compiler gives them in another order each time.
      const sorted = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
      return { ...rest, outputs: Object.fromEntries(sorted) };
    },
    close: () => rpc.close(),
  };
}

/** Where the template of a parameter file deploys to; read and not compiled, which would double the time. */
function readTargetScope(parameterFile: string): string {
  const [, template = ''] = /^using '([^']+)'/m.exec(readFileSync(parameterFile, 'utf8')) ?? [];
  const text = readFileSync(join(dirname(parameterFile), template), 'utf8');
  return /^targetScope = '(\w+)'/m.exec(text)?.[1] ?? 'resourceGroup';
}

/** The compiler refuses to be told more than fits the target scope. */
function narrow({ tenantId, subscriptionId, resourceGroup, location }: Scope, targetScope: string): Scope {
  return {
    ...(tenantId && { tenantId }),
    ...(location && { location }),
    ...(subscriptionId && targetScope !== 'tenant' && { subscriptionId }),
    ...(resourceGroup && targetScope === 'resourceGroup' && { resourceGroup }),
  };
}

/** A snapshot fails without saying where; compiling says it. */
async function explain(rpc: RpcClient, parameterFile: string, error: unknown): Promise<never> {
  // Of a template that compiled, the error tells already what its own checks refuse.
  if (/^The template .* is not valid: /.test(error instanceof Error ? error.message : '')) throw error;
  const answer = await rpc.call('bicep/compileParams', { path: parameterFile, parameterOverrides: {} });
  const { success, diagnostics } = builtSchema.parse(answer);
  if (success) throw error;
  throw new Error(`${parameterFile} does not compile:\n${diagnostics.map(toLine).join('\n')}`);
}

function toLine({ source, range, level, code, message }: z.infer<typeof diagnosticSchema>): string {
  // The compiler counts from 0, editors from 1.
  return `${source}(${range.start.line + 1},${range.start.char + 1}) ${level} ${code}: ${message}`;
}
