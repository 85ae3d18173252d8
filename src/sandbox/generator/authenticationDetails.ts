import type { UserAttempt, Writing } from './attempt.ts';
import type { Proof } from './outcome.ts';

/** A step of a sign-in in `authenticationDetails`; undefined members are absent. */
interface Step {
  readonly authenticationStepDateTime: string;
  readonly authenticationMethod: string | undefined;
  readonly authenticationMethodDetail: string | undefined;
  readonly succeeded: boolean;
  readonly authenticationStepResultDetail: string;
  readonly authenticationStepRequirement: string;
  readonly StatusSequence: number | undefined;
  readonly RequestSequence: number | undefined;
}

type StepText = readonly [
  method: string | undefined,
  methodDetail: string | undefined,
  succeeded: boolean,
  resultDetail: string,
  requirement?: 'Multi-factor authentication',
];

const MFA = 'Multi-factor authentication';
const APP = 'Mobile app notification';
const CLAIM: StepText = [
  'Previously satisfied',
  undefined,
  true,
  'First factor requirement satisfied by claim in the token',
];
const PASSWORD: StepText = ['Password', 'Password in the cloud', true, 'Correct password'];

const STEPS: Readonly<Record<Proof, readonly StepText[]>> = {
  nothing: [],
  claim: [CLAIM],
  password: [PASSWORD],
  'wrong-password': [['Password', 'Password in the cloud', false, 'Invalid username or password']],
  mfa: [PASSWORD, [APP, '', true, 'MFA completed in Azure AD', MFA]],
  'mfa-required': [PASSWORD, [undefined, undefined, false, 'MFA required in Azure AD']],
  'mfa-declined': [CLAIM, [APP, '', false, 'MFA denied; user declined the authentication', MFA]],
  'mfa-timeout': [
    CLAIM,
    [APP, '', false, 'MFA denied; user did not respond to mobile app notification', MFA],
  ],
};

/**
 * `authenticationDetails` of a person's sign-in. Where the outcome is a wrong password the list is empty in part of the
 * records, as it has been in tenants since November 2025 (Azure-Sentinel issue 13176).
 *
 * @param created the record's `createdDateTime`
 */
export function toAuthenticationDetails(writing: Writing, attempt: UserAttempt, created: string): Step[] {
  if (attempt.proof === 'wrong-password' && writing.rarely(0.2)) return [];
  const sequenced = !writing.rarely(0.1);
  return STEPS[attempt.proof].map(([method, methodDetail, succeeded, resultDetail, requirement], index) => ({
    authenticationStepDateTime: created,
    authenticationMethod: method,
    authenticationMethodDetail: methodDetail,
    succeeded,
    authenticationStepResultDetail: resultDetail,
    authenticationStepRequirement: requirement ?? 'Primary authentication',
    StatusSequence: sequenced && method !== undefined ? attempt.at + index : undefined,
    RequestSequence: sequenced && method !== undefined ? Number(succeeded) : undefined,
  }));
}

/** `mfaDetail`: how MFA was done, an empty object when it was not, and absent from many records. */
export function toMfaDetail(writing: Writing, { proof }: UserAttempt): object | undefined {
  if (proof !== 'mfa') return writing.rarely(0.4) ? undefined : {};
  return writing.random.chance(0.3)
    ? { authMethod: 'Text message', authDetail: '+XX XXXXXXX10' }
    : { authMethod: APP };
}
