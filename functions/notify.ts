import { app, type InvocationContext } from '@azure/functions';
import { toMessageId } from '../src/adapters/queueTrigger.ts';
import { application, loadNotifications } from '../src/application.ts';

/**
 * Alerts become notifications, when a webhook is set; without one nobody takes the alerts but the consumers that you have.
 * A message that fails is tried again by the host (host.json: 5 times, 30 s apart), then it goes to the poison queue.
 */
if (application.notifications === 'on') {
  app.storageQueue('notify', {
    queueName: '%ALERT_QUEUE_NAME%',
    connection: 'AlertQueueConnection',
    async handler(message: unknown, context: InvocationContext): Promise<void> {
      const { handle } = await loadNotifications();
      const outcome = await handle(message, toMessageId(context.triggerMetadata));
      if (outcome === 'told') context.log(JSON.stringify({ event: 'notification', outcome }));
    },
  });
}
