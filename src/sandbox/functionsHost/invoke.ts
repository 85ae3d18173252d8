import { randomUUID } from 'node:crypto';
import type { FunctionApp } from './loadApp.ts';
import type { InvocationRequest } from './rpc.ts';

/** A line that a function logged. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
}

export interface FunctionBinding {
  /** The trigger's name inside the invocation message. */
  readonly trigger: string;
  invoke(request: InvocationRequest): Promise<void>;
}

/**
 * A registered function, ready to be invoked through the programming model of `@azure/functions`, as the worker does it:
 * the same code makes the handler's arguments here and in Azure.
 */
export function bindFunction(
  app: FunctionApp,
  name: string,
  onLog: (line: LogLine) => void,
): FunctionBinding {
  const registered = app.functions.get(name);
  const bindings = registered?.metadata.bindings ?? {};
  const trigger = Object.keys(bindings).find((key) => String(bindings[key]?.['type']).endsWith('Trigger'));
  if (registered === undefined || trigger === undefined)
    throw new Error(`the app registers no function ${name} with a trigger`);
  return {
    trigger,
    async invoke(request) {
      const model = app.model.getInvocationModel({
        invocationId: randomUUID(),
        metadata: { name, bindings },
        request,
        state: undefined,
        log: (level: string, category: string, message: string) => {
          if (category === 'user') onLog({ level, message });
        },
      });
      const { context, inputs } = await model.getArguments();
      await model.invokeFunction(context, inputs, registered.handler);
    },
  };
}
