import type { Outcome, Proof } from './outcome.ts';
import type { GrantControl } from './policies.ts';

/** How many of 10,000 sign-ins of each of the three categories of people end like this. */
type Shares = readonly [interactive: number, nonInteractive: number, adfs?: number];
type Extra = { readonly details?: string; readonly refusedBy?: GrantControl };

/** An ending of people's sign-ins; `reason` is what Entra writes, in words of our own. */
export function outcome(
  code: number,
  proof: Proof,
  [interactive, nonInteractive, adfs = 0]: Shares,
  reason: string,
  extra: Extra = {},
): Outcome {
  return {
    code,
    reason,
    proof,
    ...extra,
    shares: {
      SignInLogs: interactive,
      NonInteractiveUserSignInLogs: nonInteractive,
      ADFSSignInLogs: adfs,
    },
  };
}
