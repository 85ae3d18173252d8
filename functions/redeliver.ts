import { app, type InvocationContext } from '@azure/functions';
import { application } from '../src/application.ts';

/**
 * Every minute: delivers what waits in blob storage because its sink was down. The host runs a timer once at a time
 * over all instances; leases guard against everything else.
 */
app.timer('redeliver', {
  schedule: '0 * * * * *',
  async handler(_timer: unknown, context: InvocationContext): Promise<void> {
    const report = await application.redeliver();
    if (report.spills > 0) context.log(JSON.stringify({ event: 'redelivery', ...report }));
  },
});
