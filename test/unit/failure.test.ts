import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { toFailure } from '../../src/adapters/failure.ts';

const failure = (statusCode: number | undefined, code?: string, canRefuse = true) =>
  toFailure(new RestError('what it said', { ...(statusCode && { statusCode }), ...(code && { code }) }), {
    canRefuse,
  });

describe('what an answer of a service means for the content', () => {
  it.each([400, 413])('%i: it will never be taken', (status) => {
    expect(failure(status)).toMatchObject({ ok: false, kind: 'refused' });
  });

  // A good row that is taken for refused becomes a dead letter: everything that could pass must be an outage.
  it.each([
    401,
    402,
    403,
    404,
    405,
    406,
    408,
    409,
    411,
    412,
    415,
    421,
    429,
    431,
    500,
    501,
    502,
    503,
    504,
    507,
    undefined,
  ])('%s: it may be taken later', (status) => {
    expect(failure(status)).toMatchObject({ ok: false, kind: 'unavailable' });
  });

  it('400 for the stream: the rule is wrong, not the rows', () => {
    expect(failure(400, 'InvalidStream')).toMatchObject({ kind: 'unavailable' });
  });

  it('400 from a service whose content is always good: it may be taken later', () => {
    expect(failure(400, 'OutOfRangeInput', false)).toMatchObject({ kind: 'unavailable' });
  });
});

/** What the failure says about asking again, for an answer with these headers. */
function repeat(statusCode: number, headers: Record<string, string> = {}) {
  const request = createPipelineRequest({ url: 'https://sink.example.com/a?sig=secret' });
  const response = { request, status: statusCode, headers: createHttpHeaders(headers) };
  const failed = toFailure(new RestError('no', { statusCode, request, response }), { canRefuse: false });
  if (failed.kind !== 'unavailable') throw new Error('refused');
  const { retry, retryAfterMs } = failed;
  return { retry, retryAfterMs };
}

describe('when to ask again', () => {
  it.each([400, 401, 403, 404, 413])('%i: later, when somebody has mended it', (status) => {
    expect(repeat(status).retry).toBe('later');
  });

  it.each([405, 408, 409, 412, 429, 500, 502, 503, 504])('%i: soon', (status) => {
    expect(repeat(status)).toEqual({ retry: 'soon', retryAfterMs: undefined });
  });

  it('no answer: soon', () => {
    expect(failure(undefined)).toMatchObject({ retry: 'soon' });
    expect(failure(undefined)).not.toHaveProperty('retryAfterMs');
  });

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'x-ms-retry-after-ms': '300' }, 300],
    [{ 'retry-after-ms': '250', 'x-ms-retry-after-ms': '300', 'retry-after': '7' }, 250],
    [{ 'x-ms-retry-after-ms': '300', 'retry-after': '7' }, 300],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '1e999' }, undefined],
    [{ 'retry-after': 'Thu, 01 Jan 2015 00:00:00 GMT' }, undefined],
    [{ 'retry-after-ms': 'soon' }, undefined],
  ])('%j: after %s ms', (headers, ms) => {
    expect(repeat(429, headers)).toEqual({ retry: 'soon', retryAfterMs: ms });
    // Also where asking soon is no use: the breaker waits as long.
    expect(repeat(403, headers)).toEqual({ retry: 'later', retryAfterMs: ms });
  });

  it('a date: when that is', () => {
    const before = Date.now();
    const { retryAfterMs = 0 } = repeat(503, { 'retry-after': new Date(before + 60_000).toUTCString() });
    // The date has whole seconds.
    expect(retryAfterMs).toBeGreaterThan(58_000 - (Date.now() - before));
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('errors that are no answers', () => {
  const of = (name: string, message = 'a message\nTimestamp: 1') =>
    toFailure(Object.assign(new Error(message), { name }), { canRefuse: true });

  it.each(['AbortError', 'TimeoutError'])('%s: not taken in time, to be asked soon', (name) => {
    expect(of(name)).toEqual({
      ok: false,
      kind: 'unavailable',
      detail: 'not taken in time; check that the service can be reached and does not throttle',
      retry: 'soon',
    });
  });

  it.each([
    ['AuthenticationError', 'soon'],
    ['AggregateAuthenticationError', 'soon'],
    ['AuthenticationRequiredError', 'later'],
    ['CredentialUnavailableError', 'later'],
  ])('%s: no token, to be asked %s', (name, retry) => {
    expect(of(name)).toEqual({
      ok: false,
      kind: 'unavailable',
      detail: 'no token, a message; check the managed identity (AZURE_CLIENT_ID), or sign in with az login',
      retry,
    });
  });

  it('any other is a bug, and thrown as it is', () => {
    const bug = new TypeError('a bug');
    expect(() => toFailure(bug, { canRefuse: true })).toThrow(bug);
    expect(() => toFailure('text', { canRefuse: true })).toThrow('text');
    expect(() => toFailure({ name: 'AbortError' }, { canRefuse: true })).toThrow();
  });
});

describe('the detail', () => {
  it('has the status, the host, the code, the first line and a hint; no path, no query', () => {
    const request = createPipelineRequest({ url: 'https://sink.example.com/a?sig=secret' });
    const error = new RestError('Not yours.\nRequestId:1', { statusCode: 403, code: 'Forbidden', request });
    expect(toFailure(error, { canRefuse: true })).toMatchObject({
      detail:
        'status 403 from sink.example.com, Forbidden, Not yours., check that the identity holds the role on this resource (a new role takes up to 30 minutes) and the firewall',
    });
  });

  it.each([
    [401, /AZURE_CLIENT_ID.*audience$/],
    [404, /exists under this name/],
  ])('has a hint for %i', (status, hint) => {
    expect(failure(status)).toMatchObject({ detail: expect.stringMatching(hint) });
  });

  it('leaves out what it does not know', () => {
    expect(failure(undefined)).toMatchObject({ detail: 'no answer, what it said' });
    expect(failure(500, 'Broken')).toMatchObject({ detail: 'status 500, Broken, what it said' });
  });

  it('is short and well-formed, whatever the service says', () => {
    const error = new RestError(`\ud800${'x'.repeat(5_000)}`, { statusCode: 500 });
    const failed = toFailure(error, { canRefuse: true });
    expect(failed.detail.length).toBeLessThan(400);
    expect(failed.detail.isWellFormed()).toBe(true);
  });
});
