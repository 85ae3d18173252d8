import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { createNotificationTable } from './adapters/notificationTable.ts';
import { systemClock } from './adapters/systemClock.ts';
import { createWebhook } from './adapters/webhook.ts';
import { createIdentity } from './compose.ts';
import { ConfigError, toConfig, toNotificationState } from './config.ts';
import type { Clock } from './delivery/clock.ts';
import { createDigester, type Digester } from './notify/digest.ts';
import { fromQueueMessage } from './notify/incomingAlert.ts';
import { createNotifier, type NotifyOutcome } from './notify/notifier.ts';
import { createRenderer } from './notify/render.ts';

/** The notifications, wired. */
export interface Notifications {
  /**
   * Handles a message of the alert queue.
   * @param message what the host hands over
   * @param id of the queue message
   */
  readonly handle: (message: unknown, id: string) => Promise<NotifyOutcome>;
  /** Tells what waits and is due. */
  readonly digest: Digester;
}

/** What a test puts in the place of the real thing. */
export interface NotifyReplacements {
  readonly credential?: TokenCredential;
  readonly clock?: Clock;
}

/**
 * The wired notifications.
 * @throws ConfigError when settings are missing or wrong, or the address of the webhook could not be read
 */
export function composeNotify(
  environment: Readonly<Record<string, string | undefined>>,
  { credential, clock = systemClock }: NotifyReplacements = {},
): Notifications {
  const config = toConfig(environment);
  const { NOTIFY_WEBHOOK_URL: address, NOTIFY_TABLE_ENDPOINT: tables } = config;
  if (address === undefined || tables === undefined)
    throw new ConfigError('notifications are off: NOTIFY_WEBHOOK_URL is not set');
  if (toNotificationState(config) === 'unresolved')
    throw new ConfigError(
      'NOTIFY_WEBHOOK_URL: the Key Vault reference is not resolved; alerts wait in the queue. Check that the secret exists, that the app’s identity has the role Key Vault Secrets User on it, and that the vault lets the app in; then restart the app',
    );
  const table = new TableClient(
    tables.replace(/\/+$/, ''),
    config.NOTIFY_TABLE_NAME,
    credential ?? createIdentity(config),
  );
  const parts = {
    store: createNotificationTable(table),
    webhook: createWebhook(address),
    renderer: createRenderer({
      format: config.NOTIFY_FORMAT,
      language: config.NOTIFY_LANGUAGE,
      timeZone: config.NOTIFY_TIME_ZONE,
    }),
    clock,
    windowMs: config.NOTIFY_WINDOW_MINUTES * 60_000,
    perMinute: config.NOTIFY_PER_MINUTE,
  };
  const notify = createNotifier(parts);
  return {
    handle: async (message, id) => notify(fromQueueMessage(message), id),
    digest: createDigester(parts),
  };
}
