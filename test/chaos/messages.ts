import type { RedeliveryReport } from '../../src/delivery/redeliver.ts';
import type { BatchReport } from '../../src/delivery/report.ts';

/** What a processor tells the rig. Times are milliseconds since 1970, by the machine's own clock. */
export type Message =
  | { readonly kind: 'ready' }
  /** An invocation begins, for the first time or again. */
  | { readonly kind: 'begin'; readonly partition: string; readonly first: number; readonly at: number }
  | { readonly kind: 'batch'; readonly report: BatchReport }
  | { readonly kind: 'redelivery'; readonly report: RedeliveryReport }
  | { readonly kind: 'failure'; readonly message: string }
  /** Resident bytes, and milliseconds of CPU since the beginning. */
  | { readonly kind: 'memory'; readonly rss: number; readonly cpu: number; readonly at: number };

/** The rig asks the processor to end in good order. */
export type Command = { readonly kind: 'stop' };
