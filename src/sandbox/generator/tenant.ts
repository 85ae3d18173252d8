import { type Application, type Applications, createApplications } from './applications.ts';
import { createDevice, type Device } from './devices.ts';
import { DATA_CENTERS, HOMES, OFFICES, type Place, toIpv4 } from './places.ts';
import { createPolicies, type Policy } from './policies.ts';
import { createRandom, elementAt, type Random } from './random.ts';

export interface User {
  /** Object id; empty for a name that is nobody's. */
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** The name that the user types; a guest's differs from the principal name. */
  readonly signInName: string;
  readonly userType: 'Member' | 'Guest';
  readonly homeTenantId: string;
  readonly office: Place;
  readonly home: Place;
  readonly homeAddress: string;
  readonly device: Device;
}

/** A service principal with a credential, or a managed identity. */
export interface Workload {
  readonly servicePrincipalId: string;
  readonly appId: string;
  readonly name: string;
  readonly credentialKeyId: string;
  readonly place: Place;
  readonly address: string;
}

/** A made-up tenant: who signs in to what, from where, under which policies. */
export interface Tenant {
  readonly id: string;
  /** A partner organization, the home of the guests. */
  readonly partnerTenantId: string;
  readonly users: readonly User[];
  readonly guests: readonly User[];
  readonly applications: Applications;
  readonly servicePrincipals: readonly Workload[];
  readonly managedIdentities: readonly Workload[];
  /** Microsoft's own services, which call each other in the tenant's name. */
  readonly microsoftServices: readonly Workload[];
  readonly policies: readonly Policy[];
}

const USERS = 400;
const GUESTS = 40;

/**
 * Makes the tenant of a seed. Names are example.com's (RFC 2606) and numbered, addresses and networks are those that are
 * reserved for documentation; only the ids of Microsoft's own applications are real, and public.
 */
export function createTenant(seed: number): Tenant {
  const random = createRandom(seed, 'tenant');
  const id = random.guid();
  const partnerTenantId = random.guid();
  const applications = createApplications(random, id);
  return {
    id,
    partnerTenantId,
    users: Array.from({ length: USERS }, (_, index) => createUser(random, index + 1, id)),
    guests: Array.from({ length: GUESTS }, (_, index) => createGuest(random, index + 1, partnerTenantId)),
    applications,
    servicePrincipals: createWorkloads(random, ['backup', 'billing-export', 'build', 'inventory', 'reports']),
    managedIdentities: createWorkloads(random, [
      'orders-api',
      'invoice-queue',
      'web-frontend',
      'nightly-job',
    ]),
    microsoftServices: applications.resources.map((application) => toMicrosoftService(random, application)),
    policies: createPolicies(random),
  };
}

/** Somebody who was tried, but does not exist in the tenant: a name in the pattern of the users, without an id. */
export function toNobody(like: User, number: number): User {
  const userPrincipalName = `user${number}@example.com`;
  return {
    ...like,
    id: '',
    userPrincipalName,
    signInName: userPrincipalName,
    displayName: userPrincipalName,
  };
}

function createUser(random: Random, number: number, tenantId: string): User {
  const digits = String(number).padStart(4, '0');
  const userPrincipalName = `user${digits}@example.com`;
  return {
    ...createPerson(random, number),
    userPrincipalName,
    signInName: userPrincipalName,
    displayName: `User ${digits}`,
    userType: 'Member',
    homeTenantId: tenantId,
  };
}

function createGuest(random: Random, number: number, homeTenantId: string): User {
  const digits = String(number).padStart(3, '0');
  return {
    ...createPerson(random, number),
    userPrincipalName: `guest${digits}_example.org#EXT#@example.com`,
    signInName: `guest${digits}@example.org`,
    displayName: `Guest ${digits}`,
    userType: 'Guest',
    homeTenantId,
  };
}

function createPerson(
  random: Random,
  number: number,
): Pick<User, 'id' | 'office' | 'home' | 'homeAddress' | 'device'> {
  const region = number % OFFICES.length;
  const home = elementAt(HOMES, region);
  return {
    id: random.guid(),
    office: elementAt(OFFICES, region),
    home,
    homeAddress: toIpv4(random, home),
    device: createDevice(random, number),
  };
}

function createWorkloads(random: Random, purposes: readonly string[]): Workload[] {
  return purposes.flatMap((purpose) =>
    ['test', 'prod'].map((stage) => {
      const place = random.pick(DATA_CENTERS);
      return {
        servicePrincipalId: random.guid(),
        appId: random.guid(),
        name: `${purpose}-${stage}`,
        credentialKeyId: random.guid(),
        place,
        address: toIpv4(random, place),
      };
    }),
  );
}

function toMicrosoftService(
  random: Random,
  { appId, displayName, servicePrincipalId }: Application,
): Workload {
  const place = random.pick(DATA_CENTERS);
  return {
    servicePrincipalId,
    appId,
    name: displayName,
    credentialKeyId: random.guid(),
    place,
    address: toIpv4(random, place),
  };
}
