import { elementAt, type Random } from './random.ts';

/** What a Conditional Access policy demands before it grants access. */
export type GrantControl = 'Mfa' | 'Block' | 'RequireCompliantDevice';

/** A policy as it stands in `appliedConditionalAccessPolicies`. */
interface AppliedPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly enforcedGrantControls: readonly string[];
  readonly enforcedSessionControls: readonly string[];
  readonly result: string;
  readonly conditionsSatisfied: number;
  readonly conditionsNotSatisfied: number;
}

/** A policy of the tenant, ready to be written with either of the results that it can have. */
export interface Policy {
  /** The sign-in was none of the policy's business, or the policy is not in force. */
  readonly passedBy: AppliedPolicy;
  readonly satisfied: AppliedPolicy;
  readonly refused: AppliedPolicy;
}

/** What Conditional Access made of a sign-in: `conditionalAccessStatus`, and the policies it looked at. */
export interface Verdict {
  readonly status: 'success' | 'failure' | 'notApplied';
  readonly applied: readonly AppliedPolicy[];
}

type State = 'notApplied' | 'notEnabled' | 'reportOnlyNotApplied' | 'reportOnlySuccess';
type Definition = readonly [
  name: string,
  grant: readonly string[],
  session: readonly string[],
  state?: State,
];

const DEFINITIONS: readonly Definition[] = [
  ['Require MFA for all users', ['Mfa'], []],
  ['Block legacy authentication', ['Block'], []],
  ['Require a compliant device for finance', ['RequireCompliantDevice'], []],
  ['Require fresh MFA for administrators', ['Mfa'], ['SignInFrequency']],
  ['Block unexpected countries', ['Block'], []],
  ['Guests: MFA and terms of use', ['Mfa', 'TermsOfUse'], []],
  ['Unmanaged devices: short sessions', [], ['SignInFrequency', 'PersistentBrowserSessionMode']],
  ['Protect security info registration', ['Mfa'], []],
  ['Phishing-resistant MFA (pilot)', ['RequireAuthenticationStrength'], [], 'reportOnlyNotApplied'],
  ['Block high sign-in risk (pilot)', ['Block'], [], 'reportOnlySuccess'],
  ['Mobile: approved apps', ['RequireApprovedApp', 'RequireCompliantApp'], []],
  ['Strict location enforcement', [], ['ContinuousAccessEvaluation']],
  ['Token protection for Exchange', [], ['SecureSignInSession'], 'notEnabled'],
  ['Block device code flow', ['Block'], []],
  ['Administrators from the offices only', ['Block'], [], 'notEnabled'],
];

/** Where in the list the policy stands that enforces a control. */
const ENFORCED_BY: Readonly<Record<GrantControl, number>> = { Mfa: 0, RequireCompliantDevice: 2, Block: 4 };

export function createPolicies(random: Random): Policy[] {
  return DEFINITIONS.map(([name, grant, session, state = 'notApplied'], index) => {
    const id = random.guid();
    const displayName = `CA${String(index + 1).padStart(3, '0')} ${name}`;
    const withResult = (result: string, satisfied: number, not: number): AppliedPolicy => ({
      id,
      displayName,
      enforcedGrantControls: grant,
      enforcedSessionControls: session,
      result,
      conditionsSatisfied: satisfied,
      conditionsNotSatisfied: not,
    });
    return {
      // Bit sets of conditions: application 1, users 2, device platform 4, location 8, client type 16.
      passedBy:
        state === 'notEnabled'
          ? withResult(state, 0, 0)
          : withResult(state, random.pick([0, 1, 3]), random.pick([2, 4, 8])),
      satisfied: withResult('success', 23, 0),
      refused: withResult('failure', 23, 0),
    };
  });
}

/**
 * The verdict on one sign-in, with five to eight policies of the tenant listed, now and then all of them.
 *
 * @param refusedBy the control that stopped the sign-in; undefined when Conditional Access let it pass
 * @param satisfied whether the policy that asks for MFA is listed as satisfied
 */
export function evaluatePolicies(
  random: Random,
  policies: readonly Policy[],
  refusedBy: GrantControl | undefined,
  satisfied: boolean,
): Verdict {
  const length = random.chance(0.04) ? random.int(9, policies.length) : random.int(5, 8);
  const start = random.int(0, policies.length - length);
  const others = policies.slice(start, start + length).map((policy) => policy.passedBy);
  if (refusedBy !== undefined) {
    const { refused } = elementAt(policies, ENFORCED_BY[refusedBy]);
    return { status: 'failure', applied: withFirst(refused, others) };
  }
  if (!satisfied) return { status: 'notApplied', applied: others };
  return {
    status: 'success',
    applied: withFirst(elementAt(policies, ENFORCED_BY.Mfa).satisfied, others),
  };
}

/** Nothing was evaluated: the form of most token refreshes. */
export const NOT_EVALUATED: Verdict = { status: 'notApplied', applied: [] };

function withFirst(first: AppliedPolicy, others: readonly AppliedPolicy[]): AppliedPolicy[] {
  return [first, ...others.filter(({ id }) => id !== first.id)];
}
