/**
 * Run in a process of its own: loads a built function app as the language worker does, has it process one event of
 * another category, and prints what was registered and logged, as JSON.
 * Usage: node runBuiltApp.ts <main.mjs> [--connected]
 * With --connected the settings are those of endpoints on this machine, which the first invocation checks.
 */
import { pathToFileURL } from 'node:url';
import { startEndpoints } from '../../src/sandbox/endpoints.ts';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';

const [, , main = '', connected] = process.argv;
const endpoints = connected === '--connected' ? await startEndpoints(async () => undefined) : undefined;
Object.assign(process.env, endpoints?.settings);
const app = await loadFunctionApp(() => import(pathToFileURL(main).href));
const logged: string[] = [];
const binding = bindFunction(app, 'processSignIns', ({ message }) => logged.push(message));
const body = Buffer.from('{"records":[{"category":"AuditLogs"}]}');
await binding.invoke({
  inputData: [{ name: binding.trigger, data: { collectionBytes: { bytes: [body] } } }],
  triggerMetadata: {},
});
const registered = [...app.functions.values()].map(({ metadata }) => metadata);
await endpoints?.close();
// The SDKs keep connections alive; nothing is left to wait for.
process.stdout.write(JSON.stringify({ registered, logged }), () => process.exit());
