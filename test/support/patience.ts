import type { Patience } from '../../src/adapters/patience.ts';

/** Retries as in production, without the waits between them. */
export const QUICK: Patience = { retries: 2, firstDelayMs: 1, totalMs: 20_000 };

/** For a service that does not answer: long enough to connect, short enough to wait for. */
export const IMPATIENT: Patience = { retries: 0, firstDelayMs: 1, totalMs: 200 };
