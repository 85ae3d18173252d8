/**
 * A query that the evaluator does not run, or a value that it does not go on with: it never guesses. The message says
 * what, where, and what to write instead.
 */
export class KqlError extends Error {
  override readonly name = 'KqlError';
}
