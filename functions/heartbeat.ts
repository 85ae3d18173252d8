import { app, output } from '@azure/functions';
import { createHeartbeat } from '../src/adapters/heartbeat.ts';
import { application } from '../src/application.ts';

/**
 * Every five minutes, where it is asked for: a record that goes the whole way, from the hub into the table, and no sign-in.
 * It tells a pipeline without sign-ins from one that does not work, and how long the way takes. The host sends it: the
 * app needs no client of its own for that, and no more rights than Data Sender on the hub.
 */
if (application.isHeartbeatOn) {
  app.timer('heartbeat', {
    schedule: '30 */5 * * * *',
    return: output.eventHub({ eventHubName: '%EVENT_HUB_NAME%', connection: 'EventHubConnection' }),
    // A list of texts: the host sends each as it is, where it would print anything else anew.
    handler: (): string[] => [createHeartbeat()],
  });
}
