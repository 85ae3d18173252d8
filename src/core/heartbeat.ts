/** The category of the app's own heartbeats. Views of analysts leave it out; `EntraSigninPipeline()` shows it. */
export const HEARTBEAT = 'Heartbeat';

const ID = /^heartbeat-[0-9a-f-]{36}$/;

/** Whether a record of that category is of this app: others may send heartbeats of theirs to the same hub. */
export function isHeartbeatId(id: unknown): boolean {
  return typeof id === 'string' && ID.test(id);
}

/**
 * The body of an event with one heartbeat: a record in the form of sign-ins, with nothing of a sign-in in it.
 * @param uuid of its own, for each
 * @param time ISO 8601 in UTC: now
 */
export function toHeartbeatBody(uuid: string, time: string): string {
  const properties = { id: `heartbeat-${uuid}`, createdDateTime: time };
  return JSON.stringify({ records: [{ time, category: HEARTBEAT, resultType: '0', properties }] });
}
