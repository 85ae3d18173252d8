/**
 * Why a request is not accepted: the HTTP status, and the code and the message of the error body.
 * Codes and messages of 403, 404 for a rule and 413 are the service's own; Microsoft documents none for the
 * other refusals, so theirs are the sandbox's and nothing should be decided by them.
 */
export class Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;

  constructor(status: number, code: string, message: string) {
    this.status = status;
    this.code = code;
    this.message = message;
  }
}
