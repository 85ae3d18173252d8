import type { DeadLetterReason } from '../core/outcome.ts';
import type { RecordCount } from './recordCounts.ts';
import type { RedeliveryReport } from './redeliver.ts';
import type { BatchReport } from './report.ts';
import type { Step } from './stopwatch.ts';

/** Everything that is sent to, by the name that measurements give it. */
export type Destination = 'rows' | 'alerts' | 'spills' | 'dead-letters';

/** A batch came to its end. */
export interface BatchFact {
  readonly kind: 'batch';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly events: number;
  /** Of the invocation, as the host gave it (W3C Trace Context, `traceparent`). */
  readonly traceParent: string | undefined;
  /** One for each destination that was sent to. */
  readonly steps: readonly Step[];
  /** What became of it; undefined when it is not done, and comes again. */
  readonly done: { readonly report: BatchReport; readonly records: readonly RecordCount[] } | undefined;
}

/** A service took rows or alerts. */
export interface AcceptedFact {
  readonly kind: 'accepted';
  readonly destination: 'rows' | 'alerts';
  /** One for each event: how old it was, in milliseconds. */
  readonly lags: readonly {
    /** Since the hub got it. */
    readonly sinceEnqueuedMs: number;
    /** Since its first sign-in was written (`time`); not known of alerts. */
    readonly sinceEventMs?: number;
    /** It was a heartbeat: what `sinceEventMs` says is the time of the whole way. */
    readonly isHeartbeat?: true;
  }[];
}

/** How one request ended. */
export interface RequestFact {
  readonly kind: 'request';
  readonly destination: Destination;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'refused' | 'unavailable';
  /** The HTTP status of an answer that was no success; undefined when there was no answer. */
  readonly status: number | undefined;
}

/** What a service gave no or a bad answer to is about to be tried again. */
export interface RetryFact {
  readonly kind: 'retry';
  readonly destination: Destination;
  readonly status: number | undefined;
}

/** A destination is given up on for a while, or is back. */
export interface BreakerFact {
  readonly kind: 'breaker';
  readonly destination: Destination;
  readonly isOpen: boolean;
}

/** The body of a request of rows that was taken. */
export interface BodyFact {
  readonly kind: 'body';
  readonly bytes: number;
  /** As they travelled, compressed. */
  readonly sentBytes: number;
}

/** A run of the redelivery came to its end. */
export interface RedeliveryFact {
  readonly kind: 'redelivery';
  readonly durationMs: number;
  readonly report: RedeliveryReport;
}

/** Data of a spill became a dead letter. */
export interface SpilledLetterFact {
  readonly kind: 'spilled-letter';
  readonly reason: DeadLetterReason;
}

/** What waits in blob storage after a run of the redelivery. */
export interface BacklogFact {
  readonly kind: 'backlog';
  readonly destination: 'rows' | 'alerts';
  readonly spills: number;
  /** Age of the data that has waited the longest, since the hub got it; 0 when nothing waits. */
  readonly oldestMs: number;
}

/** Something that happened, told once, when it did. Nothing in it is of a person. */
export type Fact =
  | BatchFact
  | AcceptedFact
  | RequestFact
  | RetryFact
  | BreakerFact
  | BodyFact
  | RedeliveryFact
  | SpilledLetterFact
  | BacklogFact;

/**
 * Takes facts; never throws, and takes no time to speak of. Where nobody listens there is none, and with `tell?.({…})`
 * what a fact is made of is then not even computed.
 */
export type Tell = (fact: Fact) => void;
