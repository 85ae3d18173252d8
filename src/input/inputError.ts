/**
 * An input path that cannot be read: missing, forbidden, empty of usable files, or a broken gzip. The message
 * says what, where and what to do about it; the command that was given the path ends with exit code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The system's own words for a failed file operation, for use inside an InputError's message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
