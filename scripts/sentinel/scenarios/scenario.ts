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

/** A course of events, and what a rule or hunt makes of it. */
export interface Scenario {
  /** The file of the rule or hunt, without its ending. */
  readonly of: string;
  /** What happens, for the list in the docs. */
  readonly name: string;
  readonly tell: (stage: Stage) => void;
  /** The alerts, in their order; none for a look-alike. */
  readonly alerts?: readonly Expected[];
}

/** An attack that works with any of the codes that the rule names: each must be told by the rule. */
export interface Attack {
  readonly of: string;
  readonly codes: readonly number[];
  readonly tell: (stage: Stage, code: number) => void;
}

/** Items of watchlists by alias. */
export type Watchlists = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
