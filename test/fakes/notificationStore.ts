import type { NotificationStore, OpenWindow, WaitingAlert } from '../../src/notify/ports.ts';

export interface FakeNotificationStore extends NotificationStore {
  readonly known: Map<string, string>;
  readonly waitingAlerts: Map<string, WaitingAlert>;
  readonly windows: Map<string, OpenWindow>;
  readonly minutes: Map<string, number>;
  /** Called first by every method, with its name; it may throw, or wait. */
  before: ((method: keyof NotificationStore) => void | Promise<void>) | undefined;
}

/** A store in memory, whose calls end in later turns, so that those of several notifiers mix. */
export function createFakeNotificationStore(): FakeNotificationStore {
  const known = new Map<string, string>();
  const waitingAlerts = new Map<string, WaitingAlert>();
  const windows = new Map<string, OpenWindow>();
  const minutes = new Map<string, number>();
  const removeBefore = (map: Map<string, unknown>, key: string) => {
    for (const one of map.keys()) if (one < key) map.delete(one);
  };
  const turn = async <T>(method: keyof NotificationStore, run: () => T): Promise<T> => {
    await store.before?.(method);
    await new Promise((resolve) => setImmediate(resolve));
    return run();
  };
  const store: FakeNotificationStore = {
    known,
    waitingAlerts,
    windows,
    minutes,
    before: undefined,
    isKnown: (id) => turn('isKnown', () => known.has(id)),
    open: (window) =>
      turn('open', () => {
        const key = `${window.slot} ${window.group}`;
        const there = windows.get(key);
        if (there !== undefined) return there;
        windows.set(key, window);
        return window;
      }),
    remember: (id, now) =>
      turn('remember', () => {
        if (known.has(id)) return false;
        known.set(id, now);
        return true;
      }),
    postpone: (alert, now) =>
      turn('postpone', () => {
        if (known.has(alert.id)) return false;
        known.set(alert.id, now);
        waitingAlerts.set(alert.id, alert);
        return true;
      }),
    waiting: () => turn('waiting', () => [...waitingAlerts.values()]),
    withdraw: (ids) =>
      turn('withdraw', () => {
        for (const id of ids) waitingAlerts.delete(id);
      }),
    takePlace: (minute, places) =>
      turn('takePlace', () => {
        const taken = minutes.get(minute) ?? 0;
        if (taken >= places) return false;
        minutes.set(minute, taken + 1);
        return true;
      }),
    forget: ({ slotsBefore, minutesBefore, knownBefore, part }) =>
      turn('forget', () => {
        removeBefore(windows, slotsBefore);
        removeBefore(minutes, minutesBefore);
        const digit = (part % 16).toString(16);
        for (const [id, since] of known) if (id.startsWith(digit) && since < knownBefore) known.delete(id);
      }),
  };
  return store;
}
