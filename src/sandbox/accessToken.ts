import { randomUUID } from 'node:crypto';
import * as z from 'zod';

const TENANT_ID = '00000000-0000-0000-0000-00000000aaaa';
const OBJECT_ID = '00000000-0000-0000-0000-00000000bbbb';

/** Managed identities get tokens that live for a day. */
export const TOKEN_LIFETIME_SECONDS = 24 * 60 * 60;
/** Entra ID dates a token's beginning back by five minutes, for receivers whose clocks run behind. */
const CLOCK_SKEW_SECONDS = 5 * 60;

const claimsSchema = z.object({ aud: z.string(), nbf: z.number(), exp: z.number() });

/** The claims that decide whether a service takes the token: audience, and life time in seconds since 1970. */
export type AccessTokenClaims = z.infer<typeof claimsSchema>;

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/**
 * Mints an access token as Entra ID does for a managed identity (claims of a version 1.0 token), but
 * unsigned: nothing in the sandbox verifies signatures, and a token without one is refused everywhere else.
 * The issuer is one that Azurite's `--oauth basic` accepts.
 * @param audience the resource that the token is for, such as `https://monitor.azure.com`
 * @param clientId the identity's client id
 * @param now seconds since 1970
 */
export function mintAccessToken(audience: string, clientId: string, now: number): string {
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${TENANT_ID}/`,
    iat: now - CLOCK_SKEW_SECONDS,
    nbf: now - CLOCK_SKEW_SECONDS,
    exp: now + TOKEN_LIFETIME_SECONDS,
    appid: clientId,
    idtyp: 'app',
    oid: OBJECT_ID,
    sub: OBJECT_ID,
    tid: TENANT_ID,
    uti: randomUUID(),
    ver: '1.0',
  };
  return `${encode({ typ: 'JWT', alg: 'none' })}.${encode(claims)}.`;
}

/** Reads the claims of a JSON Web Token (RFC 7519) without verifying it; undefined if it is none. */
export function fromAccessToken(token: string): AccessTokenClaims | undefined {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
  return claimsSchema.safeParse(claims).data;
}
