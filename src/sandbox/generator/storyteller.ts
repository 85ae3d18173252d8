import { type Application, findApplication } from './applications.ts';
import type { UserAttempt, UserCategory, WorkloadAttempt, WorkloadCategory, Writing } from './attempt.ts';
import type { Proof } from './outcome.ts';
import { findOutcome } from './outcomes.ts';
import { toIpv4 } from './places.ts';
import { createRandom, elementAt, type Random } from './random.ts';
import type { SignInRecord } from './record.ts';
import { createTenant, type Tenant, type User, type Workload } from './tenant.ts';
import { writeRecord } from './writers.ts';

/** A short course of events in sign-in logs. */
export interface Story {
  /** The name of its file among the samples, without the ending. */
  readonly name: string;
  readonly title: string;
  /** What happens, for the reader of the samples. */
  readonly tells: string;
  readonly tell: (teller: Storyteller) => void;
}

/** A person's sign-in in a story: what is left out is as usual for the user. */
export interface PersonSignIn
  extends Partial<
    Pick<
      UserAttempt,
      'category' | 'place' | 'address' | 'device' | 'risk' | 'correlationId' | 'resourceTenantId'
    >
  > {
  readonly user: User;
  /** Display name of the application; Outlook when left out. */
  readonly application?: string;
  /** Display name of the resource; Exchange when left out. */
  readonly resource?: string;
}

/** A row of an attempt: its code, and what had been proved, where that is not what the code usually goes with. */
export type Row = number | { readonly code: number; readonly proof: Proof };

interface Entry {
  readonly at: number;
  readonly record: SignInRecord;
}

/** Writes down the sign-ins of one story, all on 16 November 2026 (UTC) and in the same tenant. */
export class Storyteller {
  readonly tenant: Tenant;
  readonly random: Random;
  readonly #writing: Writing;
  readonly #entries: Entry[] = [];

  /** The same seed gives the same tenant; the name of the story keeps its random choices apart from other stories'. */
  constructor(seed: number, name: string) {
    this.tenant = createTenant(seed);
    this.random = createRandom(seed, `story:${name}`);
    this.#writing = {
      tenant: this.tenant,
      random: this.random,
      rarely: (probability) => this.random.chance(probability),
    };
  }

  /** The member with the given number, from 1. */
  user(number: number): User {
    return elementAt(this.tenant.users, number - 1);
  }

  /** The guest with the given number, from 1. */
  guest(number: number): User {
    return elementAt(this.tenant.guests, number - 1);
  }

  application(displayName: string): Application {
    return findApplication(this.tenant.applications, displayName);
  }

  /**
   * One attempt of a person: the rows follow each other within seconds, under one correlation id and the id of the first.
   *
   * @param at milliseconds since 1970, UTC
   */
  signIn(at: number, person: PersonSignIn, ...rows: readonly Row[]): void {
    const { user, category = 'SignInLogs', place = user.home, correlationId = this.random.guid() } = person;
    const address = person.address ?? (place === user.home ? user.homeAddress : toIpv4(this.random, place));
    const originalRequestId = this.random.guid();
    let now = at;
    for (const [index, row] of rows.entries()) {
      now += this.random.int(0, 999) + (index === 0 ? 0 : this.random.int(4_000, 15_000));
      const outcome = typeof row === 'number' ? findOutcome(row) : findOutcome(row.code, row.proof);
      this.#write({
        category,
        at: now,
        id: index === 0 ? originalRequestId : this.random.guid(),
        correlationId,
        originalRequestId,
        outcome,
        user,
        application: this.application(person.application ?? 'One Outlook Web'),
        resource: this.application(person.resource ?? 'Office 365 Exchange Online'),
        ...(person.resourceTenantId === undefined ? {} : { resourceTenantId: person.resourceTenantId }),
        place,
        address,
        device: person.device ?? user.device,
        proof: typeof row === 'number' ? usualProof(row, category, outcome.proof) : row.proof,
        risk: person.risk ?? 'none',
      });
    }
  }

  /** One sign-in of a workload to the resource with the given display name. */
  workloadSignIn(
    at: number,
    category: WorkloadCategory,
    workload: Workload,
    resource: string,
    code: number,
  ): void {
    const id = this.random.guid();
    this.#write({
      category,
      at: at + this.random.int(0, 999),
      id,
      correlationId: this.random.guid(),
      originalRequestId: id,
      outcome: findOutcome(code),
      workload,
      resource: this.application(resource),
    });
  }

  /** What has been told, in the order in which it happened. */
  records(): SignInRecord[] {
    return this.#entries.toSorted((a, b) => a.at - b.at).map(({ record }) => record);
  }

  #write(attempt: UserAttempt | WorkloadAttempt): void {
    this.#entries.push({ at: attempt.at, record: writeRecord(this.#writing, attempt) });
  }
}

/** A time on the day of the stories, such as `08:15` or `08:15:30`, in milliseconds since 1970. */
export function clock(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Date.UTC(2026, 10, 16, hours, minutes, seconds);
}

/** The workload with the given name. Throws a RangeError when there is none. */
export function findWorkload(workloads: readonly Workload[], name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) throw new RangeError(`no workload "${name}" in the generated tenant`);
  return found;
}

/** A success says nothing of how: a password at a sign-in, an older proof at a token renewal. */
function usualProof(code: number, category: UserCategory, proof: Proof): Proof {
  if (code !== 0) return proof;
  return category === 'NonInteractiveUserSignInLogs' ? 'claim' : 'password';
}
