import type { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';
import type { InvocationRequest } from '../../src/sandbox/functionsHost/rpc.ts';

/** The handler as deployed: invoked as the language worker invokes it, with the bodies of a batch. */
export interface BuiltApp {
  process(bodies: readonly Buffer[], partition?: number): Promise<void>;
  /** The last line that it logged. */
  lastLog(): string;
}

const json = (value: unknown) => ({ json: JSON.stringify(value) });

/** Loads the built app, once in a process. @param folder where `main.mjs` is */
export async function loadBuiltApp(
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<BuiltApp> {
  Object.assign(process.env, settings);
  const app = await loadFunctionApp(() => import(pathToFileURL(join(folder, 'main.mjs')).href));
  let log = '';
  const bound = bindFunction(app, 'processSignIns', ({ message }) => {
    log = message;
  });
  let sequence = 0;
  return {
    async process(bodies, partition = 0) {
      const first = sequence;
      sequence += bodies.length;
      await bound.invoke({
        inputData: [{ name: bound.trigger, data: { collectionBytes: { bytes: [...bodies] } } }],
        triggerMetadata: {
          PartitionContext: json({ PartitionId: `${partition}` }),
          EnqueuedTimeUtcArray: json(bodies.map(() => '2026-11-16T08:00:00.000')),
          SystemPropertiesArray: json(bodies.map((_, i) => ({ SequenceNumber: first + i }))),
        },
      } as InvocationRequest);
    },
    lastLog: () => log,
  };
}
