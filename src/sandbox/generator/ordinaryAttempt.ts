import type { Application } from './applications.ts';
import type { UserAttempt, UserCategory, WorkloadAttempt, WorkloadCategory } from './attempt.ts';
import type { Outcome, Proof } from './outcome.ts';
import { type Place, STRANGERS, toIpv4, toIpv6 } from './places.ts';
import { elementAt, type Random, toWeighted, type Weighted } from './random.ts';
import type { SignInCategory } from './record.ts';
import { type Tenant, toNobody, type User, type Workload } from './tenant.ts';

const GUEST_CODES = new Set([16003, 50014, 50020, 500142]);
const OWN_APPLICATION_CODES = new Set([50011, 50105, 65001, 65004, 90095, 500011, 500014, 650052]);
const GUESSING_CODES = new Set([50034, 50053, 50126]);
const SUCCESS_PROOFS: Weighted<Proof> = toWeighted([
  ['claim', 5],
  ['mfa', 3],
  ['password', 2],
]);

/**
 * A sign-in of an ordinary tenant that ends with the given outcome: somebody, from somewhere, to something that goes
 * with the code.
 *
 * @param at when it happens, in milliseconds since 1970, UTC
 */
export function createAttempt(
  tenant: Tenant,
  random: Random,
  category: SignInCategory,
  outcome: Outcome,
  at: number,
): UserAttempt | WorkloadAttempt {
  switch (category) {
    case 'SignInLogs':
    case 'NonInteractiveUserSignInLogs':
    case 'ADFSSignInLogs':
      return createUserAttempt(tenant, random, category, outcome, at);
    case 'ServicePrincipalSignInLogs':
      return createWorkloadAttempt(tenant, random, category, outcome, at, tenant.servicePrincipals);
    case 'ManagedIdentitySignInLogs':
      return createWorkloadAttempt(tenant, random, category, outcome, at, tenant.managedIdentities);
    case 'MicrosoftServicePrincipalSignInLogs':
      return createWorkloadAttempt(tenant, random, category, outcome, at, tenant.microsoftServices);
  }
}

function createUserAttempt(
  tenant: Tenant,
  random: Random,
  category: UserCategory,
  outcome: Outcome,
  at: number,
): UserAttempt {
  const id = random.guid();
  const isGuest = GUEST_CODES.has(outcome.code) || random.chance(0.03);
  const known = random.pick(isGuest ? tenant.guests : tenant.users);
  const user = outcome.code === 50034 ? toNobody(known, random.int(5000, 9999)) : known;
  const guessed = GUESSING_CODES.has(outcome.code) && random.chance(0.5);
  return {
    category,
    at,
    id,
    correlationId: random.guid(),
    originalRequestId: id,
    outcome,
    user,
    ...pickApplication(tenant, random, outcome),
    ...pickOrigin(random, user, guessed),
    device: user.device,
    proof: outcome.code === 0 ? pickSuccessProof(random, category) : outcome.proof,
    risk: guessed && random.chance(0.3) ? 'medium' : 'none',
  };
}

function pickApplication(
  tenant: Tenant,
  random: Random,
  { code }: Outcome,
): { application: Application; resource: Application } {
  const { clients, resources, own } = tenant.applications;
  const ownOne = OWN_APPLICATION_CODES.has(code) || (code !== 65002 && random.chance(0.2));
  const application = random.pick(ownOne ? own : clients);
  // Mail, files, directory and Graph, which stand first, are what people use; the other APIs are for workloads.
  const resource = elementAt(resources, random.int(0, random.chance(0.9) ? 3 : resources.length - 1));
  return { application, resource };
}

function pickOrigin(random: Random, user: User, guessed: boolean): { place: Place; address: string } {
  const place = guessed ? random.pick(STRANGERS) : random.chance(0.5) ? user.office : user.home;
  if (random.chance(0.1)) return { place, address: toIpv6(random, place) };
  return { place, address: place === user.home ? user.homeAddress : toIpv4(random, place) };
}

function pickSuccessProof(random: Random, category: UserCategory): Proof {
  if (category === 'SignInLogs') return random.weighted(SUCCESS_PROOFS);
  return category === 'ADFSSignInLogs' ? 'password' : 'claim';
}

function createWorkloadAttempt(
  tenant: Tenant,
  random: Random,
  category: WorkloadCategory,
  outcome: Outcome,
  at: number,
  workloads: readonly Workload[],
): WorkloadAttempt {
  const id = random.guid();
  return {
    category,
    at,
    id,
    correlationId: random.guid(),
    originalRequestId: id,
    outcome,
    workload: random.pick(workloads),
    resource: random.pick(tenant.applications.resources),
  };
}
