import type { Outcome } from './outcome.ts';
import { outcome } from './userOutcome.ts';

/** Sign-ins of people that end because something was not proved. */
export const PROOF_OUTCOMES: readonly Outcome[] = [
  // Who is it?
  outcome(
    50126,
    'wrong-password',
    [500, 25, 400],
    "The user's name or password could not be validated: one of them isn't right.",
  ),
  outcome(
    50053,
    'nothing',
    [60, 5, 30],
    'Sign-in was blocked: it came from an IP address with malicious activity, or the account is locked because of too many attempts with a wrong password.',
  ),
  outcome(50034, 'nothing', [40, 0], "The user account {user} doesn't exist in the directory {tenant}."),
  outcome(50055, 'password', [60, 0, 60], 'The password has expired.'),
  outcome(50057, 'nothing', [20, 5], 'The user account is disabled.'),
  outcome(50058, 'claim', [40, 40], 'A silent sign-in was tried, but no user is signed in.'),
  outcome(
    130504,
    'nothing',
    [8, 0],
    'The Temporary Access Pass has expired. Ask the administrator for a new one.',
  ),
  outcome(130507, 'nothing', [8, 0], "The user's access pass wasn't found or couldn't be verified."),
  outcome(135010, 'nothing', [6, 3], "UserPrincipal doesn't have the key ID configured."),
  outcome(
    70037,
    'nothing',
    [8, 0],
    'Incorrect challenge response provided. The remote auth session was denied.',
  ),
  outcome(1003033, 'nothing', [8, 0], 'The remote NGC session was denied.'),

  // A second factor.
  outcome(50074, 'mfa-required', [350, 10, 40], 'Strong authentication is required.', {
    details: 'MFA required in Azure AD',
    refusedBy: 'Mfa',
  }),
  outcome(
    50076,
    'mfa-required',
    [100, 130],
    "Because the administrator changed a setting, or because of a new location, multi-factor authentication is needed to access '{resource}'.",
    { details: 'MFA required in Azure AD', refusedBy: 'Mfa' },
  ),
  outcome(
    500121,
    'mfa-declined',
    [90, 0],
    'Authentication failed during the strong authentication request.',
    { details: 'MFA denied; user declined the authentication', refusedBy: 'Mfa' },
  ),
  outcome(500121, 'mfa-timeout', [30, 0], 'Authentication failed during the strong authentication request.', {
    details: 'MFA denied; user did not respond to mobile app notification',
    refusedBy: 'Mfa',
  }),
  outcome(
    50072,
    'password',
    [60, 10],
    "The user must enroll in multi-factor authentication to access '{identifier}'.",
    { details: 'MFA required in Azure AD', refusedBy: 'Mfa' },
  ),
  outcome(
    50079,
    'password',
    [40, 15],
    "Because of a changed setting or a new location, the user must enroll in multi-factor authentication to access '{identifier}'.",
    { refusedBy: 'Mfa' },
  ),
  outcome(
    50078,
    'claim',
    [20, 60],
    "The presented multi-factor authentication has expired under the administrator's policies; renew it to access '{resource}'.",
    { details: 'MFA has expired', refusedBy: 'Mfa' },
  ),
  outcome(50125, 'mfa', [30, 0], 'The sign-in was interrupted by a password reset or registration entry.'),
];
