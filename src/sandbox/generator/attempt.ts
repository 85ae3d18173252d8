import type { Application } from './applications.ts';
import type { Device } from './devices.ts';
import type { Outcome, Proof } from './outcome.ts';
import type { Place } from './places.ts';
import type { Random } from './random.ts';
import type { SignInCategory } from './record.ts';
import type { SignInRisk } from './risk.ts';
import type { Tenant, User, Workload } from './tenant.ts';

export type UserCategory = Extract<
  SignInCategory,
  'SignInLogs' | 'NonInteractiveUserSignInLogs' | 'ADFSSignInLogs'
>;
export type WorkloadCategory = Exclude<SignInCategory, UserCategory>;

interface Attempt {
  /** When it happened, in milliseconds since 1970, UTC. The envelope's time is some minutes later. */
  readonly at: number;
  /** The id of this record. */
  readonly id: string;
  /** Shared by what belongs together: the rows of an attempt, and often the attempts that follow. */
  readonly correlationId: string;
  /** The id of the attempt's first row, in all of its rows. */
  readonly originalRequestId: string;
  readonly outcome: Outcome;
}

/** A person's sign-in, as it happened; what is written about it is up to the category. */
export interface UserAttempt extends Attempt {
  readonly category: UserCategory;
  readonly user: User;
  readonly application: Application;
  readonly resource: Application;
  /** The tenant of the resource, where it is not the user's own. */
  readonly resourceTenantId?: string;
  readonly place: Place;
  readonly address: string;
  readonly device: Device;
  readonly proof: Proof;
  /** What Identity Protection thought of it. */
  readonly risk: SignInRisk;
}

/** A sign-in of a service principal, a managed identity or one of Microsoft's own services. */
export interface WorkloadAttempt extends Attempt {
  readonly category: WorkloadCategory;
  readonly workload: Workload;
  readonly resource: Application;
}

/** What the writers of records work with. */
export interface Writing {
  readonly tenant: Tenant;
  readonly random: Random;
  /**
   * Whether this record gets one of the rarer forms, with the given probability; never in the uniform profile,
   * whose records all have the usual form.
   */
  rarely(probability: number): boolean;
}
