import type { Outcome } from './outcome.ts';
import { outcome } from './userOutcome.ts';

/** Sign-ins of people that end because a session or token does not hold any more, or at a question on the way. */
export const SESSION_OUTCOMES: readonly Outcome[] = [
  // A session or token that still holds.
  outcome(50140, 'password', [400, 0], "'Keep me signed in' interrupted the sign-in of the user."),
  outcome(50201, 'claim', [20, 0], 'The sign-in was interrupted to show a message to the user.'),
  outcome(50089, 'claim', [15, 15], 'Authentication failed because the flow token expired.'),
  outcome(
    50132,
    'claim',
    [10, 25],
    "The session isn't valid: the password expired or changed, or the SSO artifact did.",
  ),
  outcome(
    50133,
    'claim',
    [5, 20],
    "The session isn't valid because of password expiration or a recent password change.",
  ),
  outcome(
    50173,
    'claim',
    [5, 30],
    "The grant was issued on '{authTime}' and revoked; tokens are valid from '{validDate}' on.",
  ),
  outcome(54006, 'nothing', [0, 10], 'The OAuth2 authorization code was already redeemed.'),
  outcome(
    70043,
    'claim',
    [10, 120],
    'The refresh token, issued on {issueDate}, is past the sign-in frequency of {time} that Conditional Access allows.',
  ),
  outcome(
    70044,
    'claim',
    [60, 20],
    'The session has expired or is invalid because of sign-in frequency checks by Conditional Access.',
  ),
  outcome(
    70046,
    'claim',
    [15, 8],
    'The session has expired or is invalid because of re-authentication checks by Conditional Access.',
  ),
  outcome(
    700082,
    'claim',
    [0, 50],
    'The refresh token has expired: issued on {issueDate}, then inactive for {time}.',
  ),
  outcome(
    700084,
    'claim',
    [0, 70],
    'The refresh token of a single page app has a fixed, limited lifetime of {time} and has expired.',
  ),
  outcome(500341, 'nothing', [0, 5], "The user account doesn't exist in the directory any more."),
  outcome(1002016, 'claim', [0, 5], "The client used a version of TLS that isn't accepted."),
];
