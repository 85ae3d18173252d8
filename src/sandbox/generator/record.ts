import type { CATEGORIES } from '../../core/signIn/category.ts';

/** One of the six categories of Entra sign-in logs, as the envelope spells it. */
export type SignInCategory = (typeof CATEGORIES)[number];

/** What Entra says about a sign-in; the members that every record has, and others by category. */
export interface SignInProperties {
  readonly id: string;
  readonly createdDateTime: string;
  readonly appId: string;
  readonly ipAddress: string;
  readonly status: SignInStatus;
  readonly correlationId: string;
  readonly [name: string]: unknown;
}

export interface SignInStatus {
  readonly errorCode: number;
  readonly failureReason: string | undefined;
  readonly additionalDetails: string | undefined;
}

/**
 * A sign-in record as diagnostic settings write it to the hub, its members in the order of the wire.
 * A member that is undefined is absent from the JSON.
 */
export interface SignInRecord {
  readonly time: string;
  readonly resourceId: string;
  readonly operationName: string;
  readonly operationVersion: string;
  readonly category: SignInCategory;
  readonly tenantId: string;
  readonly resultType: string;
  readonly resultSignature: string;
  readonly resultDescription: string | undefined;
  readonly durationMs: number | string;
  readonly callerIpAddress: string | undefined;
  readonly correlationId: string;
  readonly identity: string | undefined;
  readonly Level: number | string | undefined;
  readonly level: string | undefined;
  readonly location: string | undefined;
  readonly properties: SignInProperties;
}
