import type { Stage } from './stage.ts';

/** What an alert must say. */
export interface Expected {
  /** Number of the user that the alert names. */
  readonly user?: number;
  readonly ip?: string;
  readonly app?: string;
  readonly severity: 'High' | 'Medium' | 'Low';
  /** The text of the alert. */
  readonly story: RegExp;
}

/** A course of events, and what the rule makes of it. */
export interface Scenario {
  /** What happens, for the list in the docs. */
  readonly name: string;
  readonly tell: (stage: Stage) => void;
  /** The alerts, in their order; none for a look-alike. */
  readonly alerts?: readonly Expected[];
}

/** An attack that works with any of the codes that the rule names: each must be told by the rule. */
export interface Attack {
  readonly codes: readonly number[];
  readonly tell: (stage: Stage, code: number) => void;
}

/** All scenarios of a rule: attacks, look-alikes, and what lies just inside and just outside of its limits. */
export interface RuleScenarios {
  /** The file of the rule, without its ending. */
  readonly of: string;
  readonly attack?: Attack;
  readonly scenarios: readonly Scenario[];
}

/** Items of watchlists by alias. */
export type Watchlists = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
