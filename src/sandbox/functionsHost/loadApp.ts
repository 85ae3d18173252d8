import Module from 'node:module';
import * as z from 'zod';

/** What a function registers with the language worker: its bindings and its retry policy, in the host's own words. */
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly retryOptions?: Readonly<Record<string, unknown>>;
}

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly handler: (...args: unknown[]) => unknown;
}

/** The part of the programming model (of `@azure/functions`) that turns the host's messages into a call of the handler. */
export interface ProgrammingModel {
  getInvocationModel(core: object): InvocationModel;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(
    context: unknown,
    inputs: unknown[],
    handler: RegisteredFunction['handler'],
  ): Promise<unknown>;
}

export interface FunctionApp {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly model: ProgrammingModel;
  /** Runs what the app wants to do before its instance is taken away. */
  terminate(): Promise<void>;
}

const CORE = '@azure/functions-core';

const metadataSchema = z.looseObject({
  name: z.string(),
  bindings: z.record(z.string(), z.record(z.string(), z.unknown())),
  retryOptions: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Loads a function app as the Node.js language worker does: while the app's module loads, `require` of
 * `@azure/functions-core` (which exists only inside the worker) gives an object that takes the registrations.
 * Outside a worker `@azure/functions` prints warnings instead and registers nothing.
 * @throws whatever the app throws while loading, e.g. a ConfigError.
 */
export async function loadFunctionApp(load: () => Promise<unknown>): Promise<FunctionApp> {
  const functions = new Map<string, RegisteredFunction>();
  const lastHooks: ((context: object) => unknown)[] = [];
  let model: ProgrammingModel | undefined;
  const core = {
    version: '4.0.0',
    hostVersion: '4.1000.0',
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given;
    },
    registerFunction: (metadata: unknown, handler: RegisteredFunction['handler']) => {
      const { retryOptions, ...parsed } = metadataSchema.parse(metadata);
      functions.set(parsed.name, { metadata: { ...parsed, ...(retryOptions && { retryOptions }) }, handler });
    },
    registerHook: (name: string, hook: (context: object) => unknown) => {
      if (name === 'appTerminate') lastHooks.push(hook);
      return { dispose: () => undefined };
    },
    log: () => undefined,
  };
  const original = Module.prototype.require;
  Module.prototype.require = new Proxy(original, {
    apply: (target, self, args) => (args[0] === CORE ? core : Reflect.apply(target, self, args)),
  });
  try {
    await load();
  } finally {
    Module.prototype.require = original;
  }
  if (model === undefined)
    throw new Error(`the app registered nothing: it was loaded before, or does not use @azure/functions`);
  const terminate = async () => {
    for (const hook of lastHooks) await hook({ hookData: {}, appHookData: {} });
  };
  return { functions, model, terminate };
}
