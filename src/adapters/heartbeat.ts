import { randomUUID } from 'node:crypto';
import { toHeartbeatBody } from '../core/heartbeat.ts';

/** The body of an event with a heartbeat of this moment. */
export function createHeartbeat(): string {
  return toHeartbeatBody(randomUUID(), new Date().toISOString());
}
