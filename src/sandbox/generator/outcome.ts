import type { GrantControl } from './policies.ts';
import type { SignInCategory } from './record.ts';

/**
 * What a user proved before the sign-in ended; it decides `authenticationDetails`.
 * `claim`: a token or session that already held the proof.
 */
export type Proof =
  | 'nothing'
  | 'claim'
  | 'password'
  | 'wrong-password'
  | 'mfa'
  | 'mfa-required'
  | 'mfa-declined'
  | 'mfa-timeout';

/** How a sign-in can end, and what Entra then writes about it. */
export interface Outcome {
  /** The result code (AADSTS number); 0 is success. */
  readonly code: number;
  /** `failureReason` and `resultDescription`; undefined on success. Gaps like {identifier} are left unfilled, as on the wire. */
  readonly reason: string | undefined;
  /** `status.additionalDetails`. */
  readonly details?: string;
  readonly proof: Proof;
  readonly refusedBy?: GrantControl;
  /** How many of 10,000 sign-ins of a category end like this in an ordinary tenant. */
  readonly shares: Partial<Record<SignInCategory, number>>;
}
