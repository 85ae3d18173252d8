import Module from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { type FunctionApp, loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';
import type { InvocationRequest } from '../../src/sandbox/functionsHost/rpc.ts';

let app: FunctionApp;
/** What the handler of the function `greet` does. */
let onGreet: (messages: unknown, log: (...args: unknown[]) => void) => unknown;

beforeAll(async () => {
  // The library registers with the worker when it is first loaded, so a process can do this once.
  app = await loadFunctionApp(async () => {
    const { app, output, trigger } = await import('@azure/functions');
    app.generic('greet', {
      trigger: trigger.generic({ type: 'eventHubTrigger', cardinality: 'many', dataType: 'binary' }),
      extraOutputs: [output.storageQueue({ queueName: 'example', connection: 'Example' })],
      retry: { strategy: 'fixedDelay', maxRetryCount: -1, delayInterval: { seconds: 7 } },
      handler: (messages, context) => onGreet(messages, (...args) => context.log(...args)),
    });
  });
});

const request = (name: string, ...texts: string[]): InvocationRequest => ({
  inputData: [{ name, data: { collectionBytes: { bytes: texts.map((text) => Buffer.from(text)) } } }],
  triggerMetadata: {},
});

describe('loadFunctionApp', () => {
  it('gives what the app registered: bindings, retry policy and handler', () => {
    expect([...app.functions.keys()]).toEqual(['greet']);
    const { metadata, handler } = app.functions.get('greet') ?? {};
    expect(Object.values(metadata?.bindings ?? {})).toMatchObject([
      { type: 'eventHubTrigger', direction: 'in', cardinality: 'many', dataType: 'binary' },
      { type: 'queue', direction: 'out', queueName: 'example' },
    ]);
    expect(metadata?.retryOptions).toMatchObject({ maxRetryCount: -1, delayInterval: { seconds: 7 } });
    expect(handler).toBeTypeOf('function');
  });

  it('passes on what the app throws while it loads, and leaves require as it was', async () => {
    const before = Module.prototype.require;
    const fault = new Error('a setting is missing');
    await expect(loadFunctionApp(() => Promise.reject(fault))).rejects.toBe(fault);
    expect(Module.prototype.require).toBe(before);
  });

  it('says so when nothing was registered', async () => {
    await expect(loadFunctionApp(async () => undefined)).rejects.toThrow(/registered nothing/);
  });
});

describe('bindFunction', () => {
  it('finds the trigger among the bindings', () => {
    expect(bindFunction(app, 'greet', () => undefined).trigger).toMatch(/^eventHubTrigger/);
    expect(() => bindFunction(app, 'other', () => undefined)).toThrow(/no function other/);
  });

  it('calls the handler with the messages as Buffers', async () => {
    let seen: unknown;
    onGreet = (messages) => {
      seen = messages;
    };
    const { trigger, invoke } = bindFunction(app, 'greet', () => undefined);
    await invoke(request(trigger, '{"a":1}', '', 'b'));
    expect(seen).toEqual(['{"a":1}', '', 'b'].map((text) => Buffer.from(text)));
  });

  it('waits until the handler is done, and passes its error on', async () => {
    const { trigger, invoke } = bindFunction(app, 'greet', () => undefined);
    const gate = Promise.withResolvers<void>();
    onGreet = () => gate.promise;
    let done = false;
    const invoked = invoke(request(trigger, 'a')).then(() => {
      done = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    gate.resolve();
    await invoked;
    onGreet = () => Promise.reject(new RangeError('not today'));
    await expect(invoke(request(trigger, 'a'))).rejects.toThrow('not today');
  });

  it('hears what the function logs', async () => {
    const lines: string[] = [];
    const { trigger, invoke } = bindFunction(app, 'greet', ({ level, message }) => {
      lines.push(`${level}: ${message}`);
    });
    onGreet = (_, log) => log('{"event":"batch"}');
    await invoke(request(trigger, 'a'));
    expect(lines).toEqual(['information: {"event":"batch"}']);
  });
});
