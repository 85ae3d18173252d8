/**
 * What `npm run test:all` runs: everything of `npm test`, with a browser that must be there, and the long run of the
 * chaos scenarios. For a release, or before a large change lands; it takes about twenty minutes.
 */
import { spawnSync } from 'node:child_process';
import { findBrowser } from './findBrowser.ts';

function run(script: string): boolean {
  return (
    spawnSync(process.execPath, [script], { stdio: 'inherit', env: { ...process.env, TEST_ALL: '1' } })
      .status === 0
  );
}

if (findBrowser() === undefined) {
  console.error(
    'There is no Chromium on this machine, and the dashboard must be seen in one: install it ' +
      '(apt-get install chromium), or name one in CHROMIUM.',
  );
  process.exit(1);
}
const results = ['scripts/test.ts', 'test/chaos/main.ts'].map(run);
process.exitCode = results.every(Boolean) ? 0 : 1;
