import { app, type InvocationContext } from '@azure/functions';
import { application, loadNotifications } from '../src/application.ts';

/**
 * Every minute, after windows have ended: one notification for everything that nobody was told of yet. The host runs a
 * timer once at a time over all instances. It also is what fails, visibly, when the webhook's address cannot be read.
 */
if (application.notifications !== 'off') {
  app.timer('notifyDigest', {
    schedule: '15 * * * * *',
    async handler(_timer: unknown, context: InvocationContext): Promise<void> {
      const { digest } = await loadNotifications();
      const report = await digest();
      if (report.told > 0) context.log(JSON.stringify({ event: 'digest', ...report }));
    },
  });
}
