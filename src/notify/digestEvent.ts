import type { Digest } from './digest.ts';

/** The version is part of the type: a consumer can tell when the data's shape changes. */
export const DIGEST_TYPE = 'entra-signin-risk.digest.v1';

/** Groups in an event: it stays well below the 64 KB that every receiver of CloudEvents has to take. */
const GROUPS_HELD = 100;

/**
 * A digest as a CloudEvents 1.0 event.
 * @param now milliseconds since 1970 UTC
 */
export function toDigestEvent(digest: Digest, now: number): object {
  const toTime = (ms: number) => new Date(ms).toISOString();
  return {
    specversion: '1.0',
    id: digest.id,
    source: '/entra-signin-risk/notifications',
    type: DIGEST_TYPE,
    time: toTime(now),
    datacontenttype: 'application/json',
    data: {
      alerts: digest.alerts,
      from: toTime(digest.first),
      to: toTime(digest.last),
      groups: digest.groups.length,
      largest: digest.groups.slice(0, GROUPS_HELD).map(({ first, last, ...group }) => ({
        ...group,
        first: toTime(first),
        last: toTime(last),
      })),
    },
  };
}
