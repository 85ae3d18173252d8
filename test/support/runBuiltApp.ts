/**
 * Run in a process of its own: loads a built function app as the language worker does, has it process one event of
 * another category (which reaches no sink), and prints what was registered and logged, as JSON.
 * Usage: node runBuiltApp.ts <main.mjs>
 */
import { pathToFileURL } from 'node:url';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';

const [, , main = ''] = process.argv;
const app = await loadFunctionApp(() => import(pathToFileURL(main).href));
const logged: string[] = [];
const binding = bindFunction(app, 'processSignIns', ({ message }) => logged.push(message));
const body = Buffer.from('{"records":[{"category":"AuditLogs"}]}');
await binding.invoke({
  inputData: [{ name: binding.trigger, data: { collectionBytes: { bytes: [body] } } }],
  triggerMetadata: {},
});
const registered = [...app.functions.values()].map(({ metadata }) => metadata);
process.stdout.write(JSON.stringify({ registered, logged }));
