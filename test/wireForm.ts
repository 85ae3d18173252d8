import { z } from 'zod';
import { CATEGORIES } from '../src/core/signIn/category.ts';
import type { SignInCategory } from '../src/sandbox/generator/record.ts';

// The fields, types and rarer forms of sign-in records as they come from diagnostic settings.

export const guid = z.guid();
const createdDateTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?\+00:00$/);
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$|^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/);
const place = z.strictObject({
  city: z.string(),
  state: z.string(),
  countryOrRegion: z.string(),
  geoCoordinates: z
    .union([z.strictObject({}), z.strictObject({ latitude: z.number(), longitude: z.number() })])
    .optional(),
});
const policy = z.strictObject({
  id: guid,
  displayName: z.string().min(5),
  enforcedGrantControls: z.array(z.string()),
  enforcedSessionControls: z.array(z.string()),
  result: z.string(),
  conditionsSatisfied: z.int(),
  conditionsNotSatisfied: z.int(),
});
const step = z.strictObject({
  authenticationStepDateTime: createdDateTime,
  authenticationMethod: z.string().optional(),
  authenticationMethodDetail: z.string().optional(),
  succeeded: z.boolean(),
  authenticationStepResultDetail: z.string(),
  authenticationStepRequirement: z.string(),
  StatusSequence: z.int().optional(),
  RequestSequence: z.int().optional(),
});
const everyProperties = z.looseObject({
  id: guid,
  createdDateTime,
  appId: guid,
  ipAddress: z.string(),
  status: z.strictObject({
    errorCode: z.int(),
    failureReason: z.string().optional(),
    additionalDetails: z.string().optional(),
  }),
  location: place,
  correlationId: guid,
  conditionalAccessStatus: z.enum(['success', 'failure', 'notApplied']),
  riskState: z.enum(['none', 'atRisk']),
  riskLevelDuringSignIn: z.enum(['none', 'medium', 'high']),
  isInteractive: z.boolean(),
  processingTimeInMilliseconds: z.int(),
});
/** An event body: the envelope with its exact members, and what the properties of every record have. */
export const eventSchema = z.strictObject({
  records: z.array(
    z.strictObject({
      time,
      resourceId: z.string(),
      operationName: z.literal('Sign-in activity'),
      operationVersion: z.literal('1.0'),
      category: z.enum(CATEGORIES),
      tenantId: guid,
      resultType: z.string().regex(/^\d{1,7}$/),
      resultSignature: z.enum(['None', 'SUCCESS', 'FAILURE']),
      resultDescription: z.string().optional(),
      durationMs: z.union([z.literal(0), z.literal('0')]),
      callerIpAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
      correlationId: guid,
      identity: z.string().min(1).optional(),
      Level: z.union([z.literal(4), z.literal('4'), z.literal('Informational')]).optional(),
      level: z.literal('4').optional(),
      location: z.string().length(2).optional(),
      properties: everyProperties,
    }),
  ),
});
export type WireRecord = z.infer<typeof eventSchema>['records'][number];

const user = z.looseObject({
  userDisplayName: z.string().min(1),
  userPrincipalName: z.string().min(1),
  userId: z.string(),
  userType: z.enum(['Member', 'Guest']),
  clientAppUsed: z.string(),
  deviceDetail: z.looseObject({ deviceId: z.string(), operatingSystem: z.string() }),
  homeTenantId: guid,
  originalRequestId: guid,
  appliedConditionalAccessPolicies: z
    .array(policy)
    .refine(({ length }) => length === 0 || (length >= 5 && length <= 16)),
  authenticationDetails: z.array(step),
  servicePrincipalId: z.literal(''),
});
const workload = z.looseObject({ servicePrincipalId: guid, servicePrincipalName: z.string().min(1) });

/** What a category's properties have besides those of every record, and the envelope members that are never there. */
export const FORMS: Readonly<
  Record<SignInCategory, { properties: z.ZodType; absent: (keyof WireRecord)[] }>
> = {
  SignInLogs: {
    properties: user.extend({ isInteractive: z.literal(true), autonomousSystemNumber: z.int() }),
    absent: ['level'],
  },
  NonInteractiveUserSignInLogs: {
    properties: user.extend({ isInteractive: z.literal(false), autonomousSystemNumber: z.int() }),
    absent: ['level'],
  },
  ADFSSignInLogs: {
    properties: user.extend({
      tokenIssuerType: z.literal('ADFederationServices'),
      tokenIssuerName: z.string().min(1),
    }),
    absent: ['location'],
  },
  ServicePrincipalSignInLogs: {
    properties: workload.extend({
      userId: z.literal(['']).or(z.null()),
      servicePrincipalCredentialKeyId: guid.optional(),
    }),
    absent: ['identity'],
  },
  ManagedIdentitySignInLogs: {
    properties: workload.extend({ userId: z.null(), ipAddress: z.literal('') }),
    absent: ['callerIpAddress', 'identity', 'location', 'level'],
  },
  MicrosoftServicePrincipalSignInLogs: {
    properties: workload.extend({ userId: z.literal(''), signInEventTypes: z.array(z.string()).length(1) }),
    absent: ['identity', 'level'],
  },
};
