import { app, type InvocationContext } from '@azure/functions';
import { createSampler, toLogLine } from '../src/adapters/logLine.ts';
import { systemClock } from '../src/adapters/systemClock.ts';
import { application } from '../src/application.ts';

const isNews = createSampler(systemClock.monotonic);

/**
 * Every minute: delivers what waits in blob storage because its sink was down. The host runs a timer once at a time
 * over all instances; leases guard against everything else.
 */
app.timer('redeliver', {
  schedule: '0 * * * * *',
  async handler(_timer: unknown, context: InvocationContext): Promise<void> {
    const report = await application.redeliver();
    if (report.spills === 0) return;
    const isIdle = report.rows + report.alerts + report.deadLetters === 0;
    // Minute by minute an outage says the same.
    if (isIdle && !isNews(report.answers.join('\n'))) return;
    context.log(toLogLine('redelivery', report, context.traceContext?.traceParent));
  },
});
