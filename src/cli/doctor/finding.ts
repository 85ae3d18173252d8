/** `skipped`: could not be looked at, which is no fault of the deployment. */
export type State = 'ok' | 'warning' | 'fault' | 'skipped';

/** What was found of one thing that a deployment needs. */
export interface Finding {
  /** Stable, for scripts: `hub`, `rows`, `container:spills`. */
  readonly check: string;
  readonly state: State;
  /** What is, in one line. Text of services and settings: not safe for a terminal as it is. */
  readonly found: string;
  /** What to do about it; undefined where nothing is to be done. */
  readonly todo?: string;
}

/** Looks at one thing, or at some that belong together. */
export type Check = () => Promise<readonly Finding[]>;

export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found };
}

export function warning(check: string, found: string, todo: string): Finding {
  return { check, state: 'warning', found, todo };
}

export function fault(check: string, found: string, todo: string): Finding {
  return { check, state: 'fault', found, todo };
}

export function skipped(check: string, found: string, todo?: string): Finding {
  return { check, state: 'skipped', found, ...(todo !== undefined && { todo }) };
}
