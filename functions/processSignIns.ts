import { app, type InvocationContext, trigger } from '@azure/functions';
import { fromTrigger } from '../src/adapters/eventHubTrigger.ts';
import { compose } from '../src/compose.ts';

const processBatch = compose(process.env);

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
    const report = await processBatch(fromTrigger(messages, context.triggerMetadata, new Date()));
    context.log(JSON.stringify({ event: 'batch', ...report }));
  },
});
