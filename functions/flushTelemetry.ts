import { app } from '@azure/functions';
import { application } from '../src/application.ts';

/** The host takes the instance away: what was measured since the last export goes out now, or never. */
app.hook.appTerminate(async () => {
  await application.telemetry?.flush();
});
