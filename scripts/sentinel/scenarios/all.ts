import { ACCESS_ATTACKS, ACCESS_SCENARIOS } from './access.ts';
import { APPLICATION_ATTACKS, APPLICATION_SCENARIOS } from './applications.ts';
import { BOUNDARIES } from './boundaries.ts';
import { PASSWORD_ATTACKS, PASSWORD_SCENARIOS } from './passwords.ts';
import type { Attack, Scenario } from './scenario.ts';

/** What happens, and what the rules make of it. */
export const SCENARIOS: readonly Scenario[] = [
  ...PASSWORD_SCENARIOS,
  ...APPLICATION_SCENARIOS,
  ...ACCESS_SCENARIOS,
  ...BOUNDARIES,
];

/** Attacks told with each code that a rule names. */
export const ATTACKS: readonly Attack[] = [...PASSWORD_ATTACKS, ...APPLICATION_ATTACKS, ...ACCESS_ATTACKS];
