import { createHash } from 'node:crypto';
import { toSeconds, toSlot } from './group.ts';
import { type NotifyParts, toMinute } from './notifier.ts';
import type { WaitingAlert } from './ports.ts';

/** The alerts of one group in a digest. */
export interface DigestGroup {
  readonly who: string;
  readonly code: string;
  readonly level: WaitingAlert['level'];
  readonly name: string;
  readonly alerts: number;
  /** Times of sign-ins, in milliseconds since 1970 UTC. */
  readonly first: number;
  readonly last: number;
}

/** What a digest tells: how many alerts nobody was told of yet, and whose. */
export interface Digest {
  /** Made of the alerts' ids: a digest that is sent again has the same one. */
  readonly id: string;
  readonly alerts: number;
  /** The largest first. */
  readonly groups: readonly DigestGroup[];
  readonly first: number;
  readonly last: number;
}

/** What a turn of the digest did. */
export interface DigestReport {
  /** Alerts that were told. */
  told: number;
  groups: number;
  /** Alerts that wait on: for the end of their window, or because the minute's places are taken. */
  waiting: number;
}

export type Digester = () => Promise<DigestReport>;

/** As long as the hub keeps events by default: whoever has them read again is not told of all of them again. */
const KNOWN_MS = 7 * 24 * 60 * 60_000;

/**
 * Tells in one notification what waits and is due, and forgets what is old. To be called every minute, by one at a time.
 * What could not be sent waits on; a turn that dies after sending tells it again.
 * @throws WebhookError, StoreUnavailableError
 */
export function createDigester({
  store,
  webhook,
  renderer,
  clock,
  windowMs,
  perMinute,
}: NotifyParts): Digester {
  return async () => {
    const now = clock.now();
    const all = await store.waiting();
    const due = all.filter((alert) => alert.due <= now);
    const report: DigestReport = { told: 0, groups: 0, waiting: all.length };
    if (due.length > 0 && (await store.takePlace(toMinute(now), perMinute))) {
      const digest = toDigest(due);
      await webhook.send(renderer.digest(digest, now));
      await store.withdraw(due.map(({ id }) => id));
      report.told = digest.alerts;
      report.groups = digest.groups.length;
      report.waiting -= digest.alerts;
    }
    const part = Math.floor(now / 60_000);
    await store.forget({
      // A message that waits for its next attempt may still belong to the window before.
      slotsBefore: toSlot(now - 2 * windowMs, windowMs).name,
      minutesBefore: toMinute(now - 2 * 60_000),
      knownBefore: toSeconds(now - KNOWN_MS),
      part,
    });
    return report;
  };
}

function toDigest(alerts: readonly WaitingAlert[]): Digest {
  const times = (list: readonly WaitingAlert[]) => ({
    first: list.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY),
    last: list.reduce((most, { time }) => Math.max(most, time), Number.NEGATIVE_INFINITY),
  });
  const groups = Object.values(Object.groupBy(alerts, ({ group }) => group)).flatMap((list = []) => {
    const [one] = list;
    if (one === undefined) return [];
    const { who, code, level, name } = one;
    return [{ who, code, level, name, alerts: list.length, ...times(list) }];
  });
  groups.sort((a, b) => b.alerts - a.alerts || b.last - a.last);
  const ids = alerts.map(({ id }) => id).sort();
  const id = createHash('sha256').update(ids.join()).digest('hex').slice(0, 32);
  return { id, alerts: alerts.length, groups, ...times(alerts) };
}
