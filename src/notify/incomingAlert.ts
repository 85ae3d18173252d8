import * as z from 'zod';
import { ALERT_TYPE } from '../core/alert/alert.ts';

const localizedSchema = z.object({ ja: z.string(), en: z.string() });
const fieldsSchema = z.record(z.string(), z.unknown()).default({});

/**
 * What a notification reads of an alert message. The id becomes a key in the table, so nothing but the form that the
 * pipeline gives it is taken. Everything else is text of whoever tried to sign in.
 */
const incomingAlertSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().regex(/^[0-9a-f]{32}$/, 'an alert id is 32 hex digits'),
  type: z.literal(ALERT_TYPE),
  data: z.looseObject({
    level: z.enum(['High', 'Medium', 'Low', 'Unknown']),
    // Empty for a record without a code, which an alert policy may send all the same.
    code: z.string().regex(/^\d{0,7}$/, 'a code is up to 7 digits'),
    name: z.string().optional(),
    time: z.string().optional(),
    passwordProven: z.boolean().optional(),
    who: fieldsSchema,
    what: fieldsSchema,
    where: fieldsSchema,
    summary: localizedSchema.optional(),
    remediation: z.looseObject({ analyst: z.array(localizedSchema) }).optional(),
    links: z.array(z.string()).default([]),
    // Longer than an id may be, neither fits into a card's queries.
    correlationId: z.string().max(64).optional().catch(undefined),
    recordId: z.string().max(128),
  }),
});

/** An alert as it came from the queue. */
export type IncomingAlert = z.infer<typeof incomingAlertSchema>;

/** The message is no alert; no repeat will make it one. Nothing of its content is told. */
export class NotAnAlertError extends Error {
  override readonly name = 'NotAnAlertError';
}

/**
 * Reads a message of the alert queue.
 * @param message what the host hands over: JSON that it has parsed, or text that is none
 * @throws NotAnAlertError with the places that are wrong, for the host to put the message into the poison queue
 */
export function fromQueueMessage(message: unknown): IncomingAlert {
  const result = incomingAlertSchema.safeParse(message);
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 5).map(({ path }) => path.join('.') || '(whole)');
  throw new NotAnAlertError(`a message of the alert queue is no alert; wrong: ${places.join(', ')}`);
}
