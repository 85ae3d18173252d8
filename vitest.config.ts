import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The Event Hubs SDK keeps a timer of about four minutes after close(); a worker of its own ends with its file.
    pool: 'forks',
    // Many tests wait for servers: one worker more than the usual two cores keeps both of them busy.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
