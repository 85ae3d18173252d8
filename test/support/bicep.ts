import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Bicep, openBicep } from '../../scripts/bicep/compiler.ts';
import { installBicep } from '../../scripts/bicep/install.ts';

/**
 * A group of tests that need the Bicep compiler. They share one compiler process, which `bicep()` hands out inside a
 * test or hook. Where the compiler cannot be had they are skipped, and their name says why; in CI that is a failure.
 */
export function describeBicep(name: string, tests: (bicep: () => Bicep) => void): void {
  const { missing } = installBicep();
  if (missing !== undefined && process.env['CI'] === 'true') {
    it(name, () => {
      throw new Error(`CI must have the Bicep compiler: ${missing}`);
    });
    return;
  }
  const title = missing === undefined ? name : `${name} (not run: ${missing})`;
  describe.skipIf(missing !== undefined)(title, () => {
    let running: Bicep | undefined;
    beforeAll(() => {
      running = openBicep();
    });
    afterAll(() => running?.close());
    tests(() => {
      if (running === undefined) throw new Error('the compiler runs only inside tests and hooks');
      return running;
    });
  });
}
