import type { ServerResponse } from 'node:http';

/** What an endpoint of the sandbox does instead of its work, so that a test can see how its clients take it. */
export type Fault =
  /** It answers with this. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** It cuts the connection without an answer. */
  | { readonly kind: 'reset' }
  /** It never answers: the client waits until it gives up, or until the endpoint is closed. */
  | { readonly kind: 'silence' };

/**
 * Carries a fault out.
 * @param sendError writes an error in the form that the endpoint's service gives it
 */
export function applyFault(
  fault: Fault,
  response: ServerResponse,
  sendError: (response: ServerResponse, error: { status: number; code: string; message: string }) => void,
): void {
  switch (fault.kind) {
    case 'answer':
      for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
      sendError(response, fault);
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'silence':
      return;
  }
}
