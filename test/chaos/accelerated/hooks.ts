import { registerHooks } from 'node:module';

/** The two modules by which the product knows time, and what takes their place. */
const REPLACED = /\/adapters\/(systemClock|within)\.ts$/;

/** From now on the product's modules that are loaded in this process live in accelerated time. */
export function accelerate(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const [, name] = REPLACED.exec(resolved.url) ?? [];
      // The stand-in for `within` is made of the real one.
      if (name === undefined || context.parentURL?.includes('/accelerated/')) return resolved;
      return { ...resolved, url: new URL(`./${name}.ts`, import.meta.url).href };
    },
  });
}
