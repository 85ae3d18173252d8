import { readFileSync } from 'node:fs';
import { createDigester } from '../../src/notify/digest.ts';
import { toGroup } from '../../src/notify/group.ts';
import { fromQueueMessage } from '../../src/notify/incomingAlert.ts';
import { createNotifier } from '../../src/notify/notifier.ts';
import type { Notification } from '../../src/notify/ports.ts';
import { createRenderer } from '../../src/notify/render.ts';
import type { NotifyLanguage } from '../../src/notify/words.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeNotificationStore } from '../fakes/notificationStore.ts';
import { toIncomingAlert } from './alerts.ts';

const timeZone = 'Asia/Tokyo';

/** The notification of the alert that the README shows. */
export function renderReadmeAlert(language: NotifyLanguage): Notification {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, json = ''] = /## What an alert looks like[\s\S]*?```json\n([\s\S]*?)```/.exec(readme) ?? [];
  const alert = fromQueueMessage(JSON.parse(json));
  const until = Date.parse('2026-11-16T21:45:00Z');
  return createRenderer({ format: 'teams', language, timeZone }).alert(alert, toGroup(alert).who, until);
}

/** The digest of a quarter of an hour: two users that were told of at once, and what followed. */
export async function renderDigest(format: 'teams' | 'cloudevents'): Promise<Notification> {
  const sent: Notification[] = [];
  const clock = createFakeClock('manual');
  const parts = {
    store: createFakeNotificationStore(),
    webhook: { send: async (notification: Notification) => void sent.push(notification) },
    renderer: createRenderer({ format, language: 'en', timeZone }),
    clock,
    windowMs: 15 * 60_000,
    perMinute: 6,
  };
  const notify = createNotifier(parts);
  for (let second = 0; second < 14; second++) {
    const user = `user00${second % 3 === 0 ? 41 : 42}@example.com`;
    const time = new Date(clock.now() + second * 7_000).toISOString();
    await notify(toIncomingAlert({ record: `${second}`, user, code: '50126', time }), `${second}`);
  }
  await clock.advance(15 * 60_000);
  await createDigester(parts)();
  const last = sent.at(-1);
  if (last === undefined) throw new Error('no digest');
  return last;
}

/** What a card says, a line for each paragraph. */
export function toPicture({ body }: Notification): string {
  const message: { attachments: { content: { body: { inlines: { text: string }[] }[] } }[] } =
    JSON.parse(body);
  const paragraphs = message.attachments.flatMap(({ content }) => content.body);
  return paragraphs.map(({ inlines }) => inlines.map(({ text }) => text).join('')).join('\n');
}
