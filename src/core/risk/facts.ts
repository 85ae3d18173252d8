import * as z from 'zod';
import { type RiskLevel, textSchema } from './scalars.ts';

/** What stopped or accompanied the sign-in, for the column `ResultKind`. */
export const resultKindSchema = z.enum([
  'credential',
  'mfa',
  'conditionalAccess',
  'device',
  'consent',
  'application',
  'tenantBoundary',
  'tokenLifetime',
  'workload',
  'informational',
]);
export type ResultKind = z.infer<typeof resultKindSchema>;

/**
 * How the request ended, for the column `ResultOutcome`. `success`: a token was issued. `interrupt`: Entra asked for a
 * further step or a new sign-in, and the normal flow goes on with it. `failure`: what was presented was refused.
 */
export const resultOutcomeSchema = z.enum(['success', 'interrupt', 'failure']);
export type ResultOutcome = z.infer<typeof resultOutcomeSchema>;

/**
 * Whether the first factor had been accepted when the code was written, for the column `PasswordProven`. The first
 * factor is whatever identifies first: a password, what stands in for it, or a service principal's own credential.
 * `yes`: the code can be written solely after it was accepted, in this flow or in the session the flow rests on.
 * `no`: it was refused. `unknown`: the code can be written without it too, or no source says that it comes first.
 * `notApplicable`: the step judges a token, code or session that it then refuses, or finds no credential to judge.
 */
export const passwordProvenSchema = z.enum(['yes', 'no', 'unknown', 'notApplicable']);
export type PasswordProven = z.infer<typeof passwordProvenSchema>;

/** EventResultDetails of the ASIM Authentication schema 0.1.4, the documented values. */
export const asimResultDetailsSchema = z.enum([
  'No such user or password',
  'No such user',
  'Incorrect password',
  'Incorrect key',
  'Account expired',
  'Password expired',
  'User locked',
  'User disabled',
  'Logon violates policy',
  'Session expired',
  'Other',
]);
export type AsimResultDetails = z.infer<typeof asimResultDetailsSchema>;

/** The weights that agree with a level, both ends included: a sum of weights must not contradict the levels. */
export const WEIGHT_RANGES: Readonly<Record<RiskLevel, readonly [least: number, most: number]>> = {
  Low: [0, 19],
  Medium: [20, 59],
  High: [60, 100],
};

/**
 * What a machine needs to know of a code, each fact with its reason under `why`. `attack` holds MITRE ATT&CK technique
 * ids and may be empty. `asimResultDetails` is there unless the outcome is success, for which ASIM has no details.
 * `weight` is 0 to 100, for sums over many sign-ins.
 */
export const resultFactsSchema = z
  .strictObject({
    kind: resultKindSchema,
    outcome: resultOutcomeSchema,
    passwordProven: passwordProvenSchema,
    attack: z.array(
      z.string().regex(/^T\d{4}(?:\.\d{3})?$/, 'an ATT&CK technique id is like T1110 or T1110.003'),
    ),
    asimResultDetails: asimResultDetailsSchema.exactOptional(),
    weight: z.int().min(0).max(100),
    why: z.strictObject({
      kind: textSchema,
      outcome: textSchema,
      passwordProven: textSchema,
      attack: textSchema.exactOptional(),
      asimResultDetails: textSchema,
      weight: textSchema,
    }),
  })
  .refine(({ outcome, asimResultDetails }) => (outcome === 'success') === (asimResultDetails === undefined), {
    path: ['asimResultDetails'],
    message: 'asimResultDetails belongs to every outcome but success',
  })
  // Rows leave out the kind informational and the outcome failure: with both, a row could not say that it is listed.
  .refine(({ kind, outcome }) => !(kind === 'informational' && outcome === 'failure'), {
    path: ['kind'],
    message: 'what refuses a request is of some kind, not informational',
  })
  .refine(({ attack, why }) => (attack.length === 0) === (why.attack === undefined), {
    path: ['why', 'attack'],
    message: 'why.attack belongs to a code with techniques, and only to one',
  });
export type ResultFacts = z.infer<typeof resultFactsSchema>;

/** `PasswordProven` as rows and alerts have it: undefined where the code does not tell or no first factor is part of it. */
export function toPasswordProven({ passwordProven }: ResultFacts): boolean | undefined {
  if (passwordProven === 'yes') return true;
  return passwordProven === 'no' ? false : undefined;
}
