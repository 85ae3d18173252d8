import { ACCESS_OUTCOMES } from './accessOutcomes.ts';
import type { Outcome, Proof } from './outcome.ts';
import { PROOF_OUTCOMES } from './proofOutcomes.ts';
import { toWeighted, type Weighted } from './random.ts';
import type { SignInCategory } from './record.ts';
import { SESSION_OUTCOMES } from './sessionOutcomes.ts';

const WORKLOAD_OUTCOMES: readonly Outcome[] = [
  {
    code: 7000215,
    reason:
      "Invalid client secret provided: it must be the secret's value, not its ID, of app '{identifier}'.",
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 120 },
  },
  {
    code: 7000218,
    reason: "The request body must contain the parameter 'client_assertion' or 'client_secret'.",
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 30 },
  },
  {
    code: 7000222,
    reason: "The client secret keys of app '{identifier}' have expired.",
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 80 },
  },
  {
    code: 700016,
    reason: "The application '{identifier}' wasn't found in the directory '{tenant}'.",
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 60, ManagedIdentitySignInLogs: 10 },
  },
  {
    code: 70021,
    reason: 'No federated identity record matches the presented assertion.',
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 15 },
  },
  {
    code: 7000113,
    reason: "The application '{identifier}' is not authorized to make application on-behalf-of calls.",
    proof: 'nothing',
    shares: { MicrosoftServicePrincipalSignInLogs: 40 },
  },
  {
    code: 500011,
    reason: "The resource principal '{name}' was not found in the tenant '{tenant}'.",
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 20, ManagedIdentitySignInLogs: 40 },
  },
  {
    code: 500014,
    reason: "The service principal for resource '{identifier}' is disabled.",
    proof: 'nothing',
    shares: { ServicePrincipalSignInLogs: 5, MicrosoftServicePrincipalSignInLogs: 20 },
  },
  {
    code: 53003,
    reason: 'Access was blocked by Conditional Access policies; no token is issued.',
    proof: 'nothing',
    refusedBy: 'Block',
    shares: { ServicePrincipalSignInLogs: 10 },
  },
];

const SUCCESS: Outcome = { code: 0, reason: undefined, proof: 'nothing', shares: {} };
const ALL: readonly Outcome[] = [
  SUCCESS,
  ...PROOF_OUTCOMES,
  ...ACCESS_OUTCOMES,
  ...SESSION_OUTCOMES,
  ...WORKLOAD_OUTCOMES,
];

/**
 * The outcome with the given code; where there are several, the one with the given proof.
 * Throws a RangeError for a code that the generator has no text for.
 */
export function findOutcome(code: number, proof?: Proof): Outcome {
  const found = ALL.filter((outcome) => outcome.code === code);
  const outcome = found.find((candidate) => candidate.proof === proof) ?? found[0];
  if (outcome === undefined) throw new RangeError(`no outcome with code ${code}: add it to the outcomes`);
  return outcome;
}

/** How the sign-ins of a category end in an ordinary tenant: most of them well. */
export function outcomesOf(category: SignInCategory): Weighted<Outcome> {
  const failures = ALL.flatMap((outcome) => {
    const share = outcome.shares[category] ?? 0;
    return share > 0 ? [[outcome, share] as const] : [];
  });
  const failing = failures.reduce((sum, [, share]) => sum + share, 0);
  return toWeighted([[SUCCESS, 10_000 - failing], ...failures]);
}
