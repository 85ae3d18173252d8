import { app, type InvocationContext, trigger } from '@azure/functions';
import { fromTrigger } from '../src/adapters/eventHubTrigger.ts';
import { toLogLine } from '../src/adapters/logLine.ts';
import { application } from '../src/application.ts';

/**
 * Sign-in events from the hub. `many` with `binary` is the only form in which the host parses nothing: in any other,
 * one malformed event fails the whole batch before this code runs, and the checkpoint moves past it all the same.
 */
app.generic('processSignIns', {
  trigger: trigger.generic({
    type: 'eventHubTrigger',
    connection: 'EventHubConnection',
    eventHubName: '%EVENT_HUB_NAME%',
    consumerGroup: '%EVENT_HUB_CONSUMER_GROUP%',
    cardinality: 'many',
    dataType: 'binary',
  }),
  // Without an end: after the last retry the host would move the checkpoint past the batch.
  retry: {
    strategy: 'exponentialBackoff',
    maxRetryCount: -1,
    minimumInterval: { seconds: 5 },
    maximumInterval: { minutes: 5 },
  },
  async handler(messages: unknown, context: InvocationContext): Promise<void> {
    const events = fromTrigger(messages, context.triggerMetadata, new Date());
    // Beside each other: alerts do not wait for a check of Log Analytics. The batch is done only when both are.
    const checked = tellFaults(context);
    // Awaited by the batch; should that fail first, this is no unhandled rejection.
    checked.catch(() => undefined);
    const { traceParent } = context.traceContext ?? {};
    const report = await application.processBatch(events, { ready: checked, traceParent });
    context.log(toLogLine('batch', report, traceParent));
    tellTelemetryFault(context);
  },
});

/** Told as soon as they are known, and whatever becomes of the batch: the check tells them once. */
async function tellFaults(context: InvocationContext): Promise<void> {
  for (const fault of await application.checkStart()) context.warn(toLogLine('start', fault));
}

let toldTelemetryFault = false;

/** Told once: without a word, silence would look like an app that does nothing. */
function tellTelemetryFault(context: InvocationContext): void {
  const detail = application.telemetry?.fault();
  if (detail === undefined || toldTelemetryFault) return;
  toldTelemetryFault = true;
  context.warn(toLogLine('telemetry', { detail }));
}
