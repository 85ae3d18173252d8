import type { ResultRiskLevel } from '../core/risk/classify.ts';

/** The first alert of a group in a window of the clock: the one that is told at once. */
export interface OpenWindow {
  readonly slot: string;
  readonly group: string;
  /** Id of the first alert… */
  readonly first: string;
  /** … and of the queue message that brought it. A copy of the alert comes in another message. */
  readonly message: string;
}

/** An alert that waits to be told in a digest. */
export interface WaitingAlert {
  readonly id: string;
  readonly group: string;
  readonly who: string;
  readonly code: string;
  readonly level: ResultRiskLevel;
  readonly name: string;
  /** Of the sign-in, in milliseconds since 1970 UTC. */
  readonly time: number;
  /** From when on a digest tells it, in milliseconds since 1970 UTC. */
  readonly due: number;
}

/** What is old enough to be forgotten. Times are as in `Slot`. */
export interface Outdated {
  readonly slotsBefore: string;
  readonly minutesBefore: string;
  readonly knownBefore: string;
  /** The known alerts lie in parts, of which one is gone through at a time: this one, of any whole number. */
  readonly part: number;
}

/**
 * What the instances of the notifier know in common. An alert is known when it was told or waits: one call makes it so, or
 * does not. Every method throws StoreUnavailableError when the store does not answer.
 */
export interface NotificationStore {
  isKnown(id: string): Promise<boolean>;
  /** Opens a window, unless somebody did. @returns the window as it stands now */
  open(window: OpenWindow): Promise<OpenWindow>;
  /** Makes an alert known that was told. @returns false when it was known */
  remember(id: string, now: string): Promise<boolean>;
  /** Makes an alert known, and wait. @returns false when it was known; then nothing changes */
  postpone(alert: WaitingAlert, now: string): Promise<boolean>;
  /** Everything that waits, in no order. */
  waiting(): Promise<WaitingAlert[]>;
  /** Ends the waiting of alerts; they stay known. */
  withdraw(ids: readonly string[]): Promise<void>;
  /** Takes one of the places of a minute. @returns false when all are taken */
  takePlace(minute: string, places: number): Promise<boolean>;
  forget(outdated: Outdated): Promise<void>;
}

/** The body of a request to the webhook. */
export interface Notification {
  readonly contentType: string;
  readonly body: string;
}

/** Where notifications go. */
export interface Webhook {
  /** @throws WebhookError when it was not taken, for whatever reason; the address stands in no error */
  send(notification: Notification): Promise<void>;
}

/** The webhook did not take a notification; it may later. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}
