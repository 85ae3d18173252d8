import { toAlertCard } from './alertCard.ts';
import type { Digest } from './digest.ts';
import { toDigestCard } from './digestCard.ts';
import { toDigestEvent } from './digestEvent.ts';
import type { IncomingAlert } from './incomingAlert.ts';
import { createLocalTime } from './localTime.ts';
import type { Notification } from './ports.ts';
import { NOTIFY_WORDS, type NotifyLanguage } from './words.ts';

export const NOTIFY_FORMATS = ['teams', 'cloudevents'] as const;
export type NotifyFormat = (typeof NOTIFY_FORMATS)[number];

/** Makes of alerts and digests what the webhook takes. */
export interface Renderer {
  /** @param until when the window ends, in milliseconds since 1970 UTC */
  alert(alert: IncomingAlert, who: string, until: number): Notification;
  digest(digest: Digest, now: number): Notification;
}

export interface RenderOptions {
  readonly format: NotifyFormat;
  readonly language: NotifyLanguage;
  /** An IANA name. */
  readonly timeZone: string;
}

/**
 * The renderer for a receiver: cards for Teams, or CloudEvents over HTTP in structured mode, where an alert goes out as it
 * stands in the queue.
 */
export function createRenderer({ format, language, timeZone }: RenderOptions): Renderer {
  if (format === 'cloudevents')
    return {
      alert: (alert) => toEvent(alert),
      digest: (digest, now) => toEvent(toDigestEvent(digest, now)),
    };
  const style = { language, words: NOTIFY_WORDS[language], localTime: createLocalTime(timeZone) };
  return {
    alert: (alert, who, until) => toCard(toAlertCard(style, alert, who, until)),
    digest: (digest) => toCard(toDigestCard(style, digest)),
  };
}

function toCard(message: object): Notification {
  return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(message) };
}

function toEvent(event: object): Notification {
  return { contentType: 'application/cloudevents+json; charset=utf-8', body: JSON.stringify(event) };
}
