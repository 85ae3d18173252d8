/** A hub cannot be reached or used. The message says what was answered and what to do, without any secret; exit code 2. */
export class HubError extends Error {
  override readonly name = 'HubError';
}
