import type { Outcome } from './outcome.ts';
import { outcome } from './userOutcome.ts';

/** Sign-ins of people that end because this device, this person or this application may not. */
export const ACCESS_OUTCOMES: readonly Outcome[] = [
  // A healthy device.
  outcome(50097, 'claim', [70, 30], 'Device authentication is required.', {
    refusedBy: 'RequireCompliantDevice',
  }),
  outcome(50155, 'claim', [10, 10], 'Device authentication failed.', { refusedBy: 'RequireCompliantDevice' }),
  outcome(
    50131,
    'password',
    [8, 4],
    'The device is not in the required state: {state}, or the request was blocked by an access or security policy.',
    { refusedBy: 'Block' },
  ),
  outcome(
    53000,
    'password',
    [50, 40],
    'The device is not in the required state: {state}. The policy requires a compliant device, and this one is not.',
    { refusedBy: 'RequireCompliantDevice' },
  ),
  outcome(530003, 'password', [20, 20], 'The device must be managed to access this resource.', {
    refusedBy: 'RequireCompliantDevice',
  }),
  outcome(
    700003,
    'nothing',
    [4, 12],
    "The device object wasn't found in the directory of tenant '{tenantName}'.",
  ),
  outcome(50206, 'claim', [6, 4], "Connecting to the target device '{identifier}' hasn't been consented to."),

  // The right to be there.
  outcome(
    53003,
    'password',
    [80, 60],
    'Access was blocked by Conditional Access policies; no token is issued.',
    {
      refusedBy: 'Block',
    },
  ),
  outcome(
    50105,
    'claim',
    [40, 10],
    "The user '{user}' is not assigned to the application '{appId}'({appName}).",
  ),
  outcome(
    50020,
    'nothing',
    [20, 4],
    "The user account '{email}' from identity provider '{idp}' doesn't exist in tenant '{tenant}' and can't access the application '{appId}'({appName}) there.",
  ),
  outcome(
    16003,
    'nothing',
    [10, 6],
    'The user account was not found in the directory, or not added to the tenant.',
  ),
  outcome(
    50014,
    'nothing',
    [12, 4],
    "The user's redemption is pending; the guest account isn't fully created yet.",
  ),
  outcome(500142, 'claim', [6, 0], "The user's redemption is complete and the sign-in goes on."),
  outcome(
    500212,
    'claim',
    [6, 4],
    "The user's administrator set an outbound access policy that excludes the resource tenant.",
  ),
  outcome(
    500213,
    'claim',
    [6, 4],
    "The resource tenant's cross-tenant access policy doesn't let this user in.",
  ),
  outcome(
    5000211,
    'claim',
    [4, 4],
    "An outbound access policy of the user's tenant excludes the resource tenant.",
  ),
  outcome(500021, 'claim', [8, 3], "Access to the tenant '{tenant}' is denied."),
  outcome(700059, 'claim', [0, 6], "This token can only be redeemed in tenant '{tenantId}'."),

  // The application.
  outcome(
    50011,
    'nothing',
    [15, 0],
    "The {redirectTerm} '{replyAddress}' doesn't match those configured for the application '{identifier}'.",
  ),
  outcome(
    65001,
    'claim',
    [30, 60],
    "Neither user nor administrator has consented to the application with ID '{identifier}'{namePhrase}.",
  ),
  outcome(
    65002,
    'claim',
    [0, 25],
    "Consent between first party application '{applicationId}' and first party resource '{resourceId}' must be configured via preauthorization.",
  ),
  outcome(65004, 'claim', [10, 0], 'The user declined to consent to the app.'),
  outcome(90095, 'claim', [20, 0], 'Admin consent is required for the permissions of this application.'),
  outcome(
    500011,
    'claim',
    [10, 15],
    "The resource principal '{name}' was not found in the tenant '{tenant}'.",
  ),
  outcome(500014, 'claim', [4, 6], "The service principal for resource '{identifier}' is disabled."),
  outcome(
    650052,
    'claim',
    [5, 5],
    'The app needs a service ("{name}") that the organization "{organization}" doesn\'t have.',
  ),
];
