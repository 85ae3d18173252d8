import { RestError } from '@azure/core-rest-pipeline';
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
