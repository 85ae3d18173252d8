/**
 * The id of the queue message that an invocation is for: the same one at every attempt. It stands in the trigger's metadata
 * (host's queue extension 5: Id, in the worker's spelling id).
 * @throws Error when the host gives none
 */
export function toMessageId(triggerMetadata: Readonly<Record<string, unknown>> | undefined): string {
  const id = triggerMetadata?.['id'];
  if (typeof id !== 'string' || id === '') throw new Error('the host gave a queue message without its id');
  return id;
}
