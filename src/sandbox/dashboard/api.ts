import type { ResultRiskLevel } from '../../core/risk/classify.ts';
import type { BatchReport } from '../../delivery/report.ts';

/** What the dashboard's server answers and its page reads; types only. */

/** In order of urgency: what nobody has judged comes before what is known to be low. */
export type Level = ResultRiskLevel;
export type LevelCounts = Readonly<Record<Level, number>>;

export type RunState = 'waiting' | 'running' | 'done' | 'failed';

/** One run: the logs that the command was started with, or logs that were dropped on the page. */
export interface RunView {
  readonly id: number;
  /** The names of the first few. */
  readonly files: readonly string[];
  readonly fileCount: number;
  /** The logs that come with the project. */
  readonly samples: boolean;
  readonly state: RunState;
  readonly report: Omit<BatchReport, 'byCode'>;
  /** Seconds from its begin to its end; undefined before that. */
  readonly seconds: number | undefined;
  /** What does not add up; empty when every record is accounted for. */
  readonly gaps: readonly string[];
  /** Why it failed, for people. */
  readonly error: string | undefined;
}

/** What is pushed to every open page, whenever something changes. */
export interface LiveState {
  readonly runs: readonly RunView[];
  /** Changes whenever an answer to a query may have changed. */
  readonly version: number;
  /** The largest file that can be dropped, in bytes. */
  readonly uploadLimit: number;
  readonly toolVersion: string;
  /** The folder with everything that arrived. */
  readonly out: string;
}

/** A sign-in or an alert in a list. */
export interface EntryView {
  /** By which it is asked for. */
  readonly n: number;
  /** Of the sign-in, milliseconds since 1970. */
  readonly time: number;
  readonly level: Level;
  /** Empty for a record without one. */
  readonly code: string;
  readonly name: string | undefined;
  readonly user: string;
  readonly app: string;
  readonly address: string;
  readonly place: string;
}

export interface Page<T> {
  readonly total: number;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly items: readonly T[];
}

export interface Bucket {
  readonly at: number;
  readonly counts: LevelCounts;
}

export interface Timeline {
  /** Width of a bucket in milliseconds. */
  readonly step: number;
  /** Without gaps, in order. */
  readonly buckets: readonly Bucket[];
}

export interface CodeCount {
  readonly code: string;
  readonly level: Level;
  readonly name: string | undefined;
  readonly records: number;
  readonly users: number;
  readonly addresses: number;
  readonly first: number;
  readonly last: number;
}

/** A user, an address or an application, and what was seen of it. */
export interface NameCount {
  readonly name: string;
  readonly records: number;
  readonly high: number;
  /** Of a user: its codes; of an address or application: its users. */
  readonly others: number;
}

/** What the sign-ins that match a filter have in common. */
export interface Overview {
  readonly matched: number;
  readonly levels: LevelCounts;
  /** Undefined when nothing matches. */
  readonly timeline: Timeline | undefined;
  readonly codes: readonly CodeCount[];
  /** Codes that match, those that are not listed included. */
  readonly codesTotal: number;
  readonly users: readonly NameCount[];
  readonly addresses: readonly NameCount[];
  readonly applications: readonly NameCount[];
}

export interface LetterView {
  readonly n: number;
  readonly reason: string;
  readonly detail: string;
  readonly partition: string;
  readonly sequenceNumber: number | null;
  readonly index: number;
  readonly enqueuedTime: string;
  /** Of the record, in bytes. */
  readonly size: number;
}

export interface LetterDetail extends LetterView {
  /** The record's first bytes, base64. */
  readonly base64: string;
  /** How many bytes that is. */
  readonly shown: number;
}

export interface CodeSummary {
  readonly code: string;
  readonly level: Level;
  readonly name: string | undefined;
  /** What happened at the sign-in; undefined for a code outside the catalog. */
  readonly summary: { readonly ja: string; readonly en: string } | undefined;
  /** Why the catalog gives it its level. */
  readonly rationale: { readonly ja: string; readonly en: string } | undefined;
}

/** One series of a metric. */
export interface MetricView {
  readonly name: string;
  readonly unit: string;
  /** `name=value`, in order. */
  readonly about: readonly string[];
  /** The sum so far, or the value of the moment; of a histogram, the mean. */
  readonly value: number;
  /** Of a histogram: how many were observed. */
  readonly count?: number;
  readonly max?: number;
}

/** Why a request was refused; `code` is for the page, `message` for people who look at the answer. */
export interface Refused {
  readonly error: {
    readonly code: 'forbidden' | 'not-found' | 'invalid' | 'too-large' | 'busy' | 'failed';
    readonly message: string;
  };
}
