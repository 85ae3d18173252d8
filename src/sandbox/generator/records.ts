import type { Writing } from './attempt.ts';
import { createAttempt } from './ordinaryAttempt.ts';
import type { Outcome } from './outcome.ts';
import { findOutcome, outcomesOf } from './outcomes.ts';
import { createRandom, toWeighted, type Weighted } from './random.ts';
import type { SignInCategory, SignInRecord } from './record.ts';
import { createTenant } from './tenant.ts';
import { writeRecord } from './writers.ts';

/**
 * `diverse`: all categories, codes and forms, as in an ordinary tenant (2 % High-risk codes).
 * `uniform`: interactive sign-ins of the usual form only, 2 % of them with a wrong password; for measurements.
 */
export type Profile = 'diverse' | 'uniform';

export interface GeneratorOptions {
  /** The same seed, start and profile give the same records. */
  readonly seed: number;
  /** When the first sign-in happens. */
  readonly start: Date;
  /** `diverse` when left out. */
  readonly profile?: Profile;
}

/** An endless stream of sign-in records of a made-up tenant, about 1.5 million a day. */
export interface Generator {
  next(): SignInRecord;
  /** The next records as the body of one event: `{"records":[…]}`. */
  event(recordsPerEvent: number): string;
}

interface Mix {
  readonly categories: Weighted<SignInCategory>;
  readonly outcomes: (category: SignInCategory) => Weighted<Outcome>;
}

/** Milliseconds between two sign-ins: 57.5 in the mean. */
const STEP_MS = [0, 115] as const;

export function createGenerator({ seed, start, profile = 'diverse' }: GeneratorOptions): Generator {
  const tenant = createTenant(seed);
  const random = createRandom(seed, `records:${profile}`);
  const writing: Writing = {
    tenant,
    random,
    rarely: profile === 'diverse' ? (probability) => random.chance(probability) : () => false,
  };
  const mix = profile === 'diverse' ? diverseMix() : uniformMix();
  let now = start.getTime();

  const next = (): SignInRecord => {
    now += random.int(...STEP_MS);
    const category = random.weighted(mix.categories);
    const outcome = random.weighted(mix.outcomes(category));
    return writeRecord(writing, createAttempt(tenant, random, category, outcome, now));
  };
  return {
    next,
    event: (recordsPerEvent) => JSON.stringify({ records: Array.from({ length: recordsPerEvent }, next) }),
  };
}

function diverseMix(): Mix {
  const categories: readonly (readonly [SignInCategory, number])[] = [
    ['NonInteractiveUserSignInLogs', 56],
    ['ServicePrincipalSignInLogs', 24],
    ['ManagedIdentitySignInLogs', 10],
    ['SignInLogs', 8],
    ['ADFSSignInLogs', 1],
    ['MicrosoftServicePrincipalSignInLogs', 1],
  ];
  const outcomes = new Map(categories.map(([category]) => [category, outcomesOf(category)]));
  return {
    categories: toWeighted(categories),
    outcomes: (category) => outcomes.get(category) ?? outcomesOf(category),
  };
}

function uniformMix(): Mix {
  const outcomes = toWeighted([
    [findOutcome(0), 98],
    [findOutcome(50126), 2],
  ]);
  return { categories: toWeighted([['SignInLogs', 1]]), outcomes: () => outcomes };
}
