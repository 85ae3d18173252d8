import { fromAccessToken } from '../accessToken.ts';
import { Refusal } from './refusal.ts';

const trimSlash = (audience: string) => audience.replace(/\/$/, '');

/**
 * Checks the Authorization header: a bearer token for the audience, within its life time.
 * @param audience `https://monitor.azure.com` in the public cloud; a slash at the end makes no difference
 * @param now seconds since 1970
 * @returns why the request is refused, undefined if it is not
 */
export function checkAuthorization(
  header: string | undefined,
  audience: string,
  now: number,
): Refusal | undefined {
  const [, token] = /^Bearer (\S+)$/i.exec(header ?? '') ?? [];
  if (token === undefined) {
    return new Refusal(401, 'AuthenticationFailed', 'The Authorization header holds no bearer token.');
  }
  const claims = fromAccessToken(token);
  if (!claims) return new Refusal(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  if (trimSlash(claims.aud) !== trimSlash(audience)) {
    return new Refusal(
      401,
      'InvalidAuthenticationTokenAudience',
      `The access token is for the audience '${claims.aud}' and not for '${audience}'.`,
    );
  }
  if (now < claims.nbf || now >= claims.exp) {
    return new Refusal(401, 'ExpiredAuthenticationToken', 'The access token is expired or not valid yet.');
  }
  return undefined;
}
