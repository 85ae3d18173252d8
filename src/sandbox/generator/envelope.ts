import type { UserAttempt, WorkloadAttempt, Writing } from './attempt.ts';
import type { Place } from './places.ts';
import type { SignInProperties, SignInRecord, SignInStatus } from './record.ts';
import { TICKS_PER_MS, toCreatedDateTime, toEnvelopeTime, toUsTime } from './timestamps.ts';

type AnyAttempt = UserAttempt | WorkloadAttempt;

/** The members of the envelope that depend on who signs in; undefined ones are absent. */
export interface EnvelopeParts {
  readonly callerIpAddress: string | undefined;
  readonly identity: string | undefined;
  readonly location: string | undefined;
  /** The second form of the envelope: US time, `level`, and `durationMs` as text. */
  readonly secondForm: boolean;
}

/** Azure Monitor writes a record one and a half to seven minutes after the sign-in. */
const ARRIVAL_MS = [90_000, 420_000] as const;

export function toRecord(
  writing: Writing,
  attempt: AnyAttempt,
  parts: EnvelopeParts,
  properties: SignInProperties,
): SignInRecord {
  const { random, tenant } = writing;
  const { code, reason } = attempt.outcome;
  const arrival = attempt.at + random.int(...ARRIVAL_MS);
  return {
    time: parts.secondForm ? toUsTime(arrival) : toEnvelopeTime(arrival, random.int(0, TICKS_PER_MS - 1)),
    resourceId: writing.rarely(0.005) ? tenant.id : `/tenants/${tenant.id}/providers/Microsoft.aadiam`,
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: attempt.category,
    tenantId: tenant.id,
    resultType: String(code),
    resultSignature: writing.rarely(0.02) ? (code === 0 ? 'SUCCESS' : 'FAILURE') : 'None',
    resultDescription: writing.rarely(0.01) ? undefined : reason,
    durationMs: parts.secondForm ? '0' : 0,
    callerIpAddress: parts.callerIpAddress,
    correlationId: attempt.correlationId,
    identity: parts.identity,
    Level: parts.secondForm ? undefined : toLevel(writing),
    level: parts.secondForm ? '4' : undefined,
    location: parts.location,
    properties,
  };
}

/** `createdDateTime`; some records have whole seconds only. */
export function toCreated(writing: Writing, { at }: AnyAttempt): string {
  return writing.rarely(0.04)
    ? toCreatedDateTime(at - (at % 1000), 0)
    : toCreatedDateTime(at, writing.random.int(0, TICKS_PER_MS - 1));
}

export function toStatus({ outcome }: AnyAttempt, details = outcome.details): SignInStatus {
  return { errorCode: outcome.code, failureReason: outcome.reason, additionalDetails: details };
}

const NOWHERE = {
  city: '',
  state: '',
  countryOrRegion: '',
  geoCoordinates: { latitude: 0, longitude: 0 },
};

/** `properties.location`, in one of the forms that occur; without a place, the one with nothing but empty strings. */
export function toLocation(writing: Writing, place: Place | undefined): object {
  if (place === undefined) return NOWHERE;
  const { city, state, countryOrRegion, geoCoordinates } = place;
  if (writing.rarely(0.02)) return { city, state, countryOrRegion };
  return { city, state, countryOrRegion, geoCoordinates: writing.rarely(0.02) ? {} : geoCoordinates };
}

function toLevel(writing: Writing): number | string {
  if (writing.rarely(0.03)) return '4';
  return writing.rarely(0.01) ? 'Informational' : 4;
}
