import { compose } from './compose.ts';
import type { Notifications } from './composeNotify.ts';

/** The app of this process: its functions share clients, catalog, breakers and memory. */
export const application = compose(process.env);

let notifications: Notifications | undefined;

/**
 * The notifications of this process, loaded by the first call: whoever has them off, and every instance that only processes
 * sign-ins, loads nothing of them.
 * @throws ConfigError when the address of the webhook could not be read
 */
export async function loadNotifications(): Promise<Notifications> {
  if (notifications === undefined) {
    const { composeNotify } = await import('./composeNotify.ts');
    notifications ??= composeNotify(process.env);
  }
  return notifications;
}
