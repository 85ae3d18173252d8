// What a cold start does before the first batch: loads the app as the language worker does, and says what it cost. Plain
// JavaScript, so that no types have to be stripped first. Usage: node coldLoad.mjs [main.mjs …]
import Module from 'node:module';

const core = {
  version: '4.0.0',
  hostVersion: '4.1000.0',
  setProgrammingModel: () => undefined,
  registerFunction: () => undefined,
  registerHook: () => ({ dispose: () => undefined }),
  log: () => undefined,
};
const original = Module.prototype.require;
Module.prototype.require = new Proxy(original, {
  apply: (target, self, args) =>
    args[0] === '@azure/functions-core' ? core : Reflect.apply(target, self, args),
});
for (const module of process.argv.slice(2)) await import(module);
const { user, system } = process.cpuUsage();
process.stdout.write(String(user + system));
process.exit();
