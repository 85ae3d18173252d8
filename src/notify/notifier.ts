import type { Clock } from '../delivery/clock.ts';
import { toGroup, toSeconds, toSlot } from './group.ts';
import type { IncomingAlert } from './incomingAlert.ts';
import { toPlainText } from './plainText.ts';
import type { NotificationStore, OpenWindow, WaitingAlert, Webhook } from './ports.ts';
import type { Renderer } from './render.ts';

/** `told`: sent now. `postponed`: over the cap, in the next digest. `counted`: in the digest at the window's end. */
export type NotifyOutcome = 'told' | 'postponed' | 'counted' | 'repeat';

export interface NotifyParts {
  readonly store: NotificationStore;
  readonly webhook: Webhook;
  readonly renderer: Renderer;
  readonly clock: Clock;
  /** Length of the windows in which repeats of who and code are only counted. */
  readonly windowMs: number;
  /** The most notifications a minute, the digest's included. */
  readonly perMinute: number;
}

/**
 * Handles one alert of the queue. It returns only when the alert is told, or waits in the store for a digest: whatever
 * throws or dies before, the message is still in the queue and comes again.
 * @param message id of the queue message; the same one when it comes again
 * @throws WebhookError, StoreUnavailableError
 */
export type Notifier = (alert: IncomingAlert, message: string) => Promise<NotifyOutcome>;

/** Windows that an instance keeps in mind, to ask the store once. They are small, and those of past times go first. */
const REMEMBERED_WINDOWS = 20_000;

/** The year 10000, in milliseconds since 1970 UTC. */
const LAST_TIME = Date.UTC(10_000, 0);

/** The notifier. Any number of instances may share a store. */
export function createNotifier(parts: NotifyParts): Notifier {
  const { store, webhook, renderer, clock } = parts;
  const windows = new Map<string, OpenWindow>();
  let fullMinute = '';

  const keep = (window: OpenWindow): OpenWindow => {
    windows.set(`${window.slot} ${window.group}`, window);
    if (windows.size > REMEMBERED_WINDOWS) windows.delete(windows.keys().next().value ?? '');
    return window;
  };

  /** One place of a minute is the digest's: what is not told at once must have a way out. */
  const takePlace = async (): Promise<boolean> => {
    const minute = toMinute(clock.now());
    if (minute === fullMinute) return false;
    const isTaken = await store.takePlace(minute, parts.perMinute - 1);
    if (!isTaken) fullMinute = minute;
    return isTaken;
  };

  return async (alert, message) => {
    const { id } = alert;
    const now = clock.now();
    const group = toGroup(alert);
    const slot = toSlot(now, parts.windowMs);
    const postpone = async (due: number, outcome: NotifyOutcome): Promise<NotifyOutcome> =>
      (await store.postpone(toWaiting(alert, group, due, now), toSeconds(now))) ? outcome : 'repeat';

    let window = windows.get(`${slot.name} ${group.key}`);
    const isFirst = () => window?.first === id && window.message === message;
    // Else a repeat of an alert from an hour ago would open a window and be told; and the message of a first alert comes
    // again when the host could not delete it.
    if ((window === undefined || isFirst()) && (await store.isKnown(id))) return 'repeat';
    window ??= keep(await store.open({ slot: slot.name, group: group.key, first: id, message }));
    // A copy of the first alert in another message only waits: should this message die, the digest tells it.
    if (!isFirst()) return postpone(slot.end, 'counted');
    if (!(await takePlace())) return postpone(now, 'postponed');
    await webhook.send(renderer.alert(alert, group.who, slot.end));
    // It was known by a copy that came meanwhile, and waits: the digest need not tell it again.
    if (!(await store.remember(id, toSeconds(now)))) await store.withdraw([id]);
    return 'told';
  };
}

/** The minute of a moment; the cap counts by it. */
export function toMinute(now: number): string {
  return toSeconds(Math.floor(now / 60_000) * 60_000);
}

function toWaiting(
  { id, data }: IncomingAlert,
  group: { readonly key: string; readonly who: string },
  due: number,
  now: number,
): WaitingAlert {
  const time = Date.parse(data.time ?? '');
  // A log may hold any year, such as 1 for no time; tables begin with 1601.
  const isUsable = time >= 0 && time < LAST_TIME;
  return {
    id,
    group: group.key,
    // Tables do not take every character.
    who: toPlainText(group.who, 256),
    code: data.code,
    level: data.level,
    name: toPlainText(data.name ?? '', 128),
    time: isUsable ? time : now,
    due,
  };
}
