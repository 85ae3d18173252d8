import { defineConfig } from 'vitest/config';

/** Tests that leave nothing behind share workers: starting one for each file took a third of the time of all tests. */
const SHARED = ['test/unit/**/*.test.ts', 'test/{property,kql,sentinel}/**/*.test.ts'];

/** They load the function app, which can be done once in a process. */
const LOADS_THE_APP = ['test/unit/processSignIns.test.ts', 'test/unit/eventHubTrigger.test.ts'];

export default defineConfig({
  test: {
    // The Event Hubs SDK keeps a timer of about four minutes after close(); a worker of its own ends with its file.
    pool: 'forks',
    // Many tests wait for servers: one worker more than the usual two cores keeps both of them busy.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: SHARED, exclude: LOADS_THE_APP, isolate: false },
      },
      {
        extends: true,
        test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: SHARED },
      },
      { extends: true, test: { name: 'app', include: LOADS_THE_APP } },
    ],
  },
});
