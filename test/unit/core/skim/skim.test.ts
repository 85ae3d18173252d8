import { describe, expect, it } from 'vitest';
import { createEnricher, type EnricherOptions, noSkimmer } from '../../../../src/core/enrich.ts';
import { createSkimmer } from '../../../../src/core/skim/skim.ts';
import { checkSame, toWays } from '../../../fuzz/differential/ways.ts';
import { catalog, FIXTURES, fixture, names, POSITION, signIn } from '../support.ts';

const options: EnricherOptions = {
  catalog,
  names,
  rowDetail: 'compact',
  minRowLevel: 'Low',
  alertPolicy: [],
};
const good = JSON.stringify(fixture('SignInLogs'));
const bodyOf = (...records: string[]): string => `{"records":[${records.join(',')}]}`;

/** A record in which one JSON text was put into the place of another. */
function changed(from: string, to: string): string {
  expect(good).toContain(from);
  return good.replace(from, () => to);
}

/** A record with another member in its properties, given as JSON. */
const withProperty = (json: string): string => changed('"properties":{', `"properties":{${json},`);

/** Which way a body and its records went, after both were found to lead to the same. */
function wayOf(body: string | Buffer): 'long' | 'short' | 'short but for its record' {
  const ways = toWays(options);
  checkSame(Buffer.from(body), ways);
  if (ways.taken.skimmedBodies === 0) return 'long';
  return ways.taken.longRecords === 0 ? 'short' : 'short but for its record';
}

describe('the short way', () => {
  it.each(FIXTURES.map((record) => [record.category, record]))('is taken by a record of %s', (_, record) => {
    // An id that has to be made of the whole record needs the record.
    expect(wayOf(bodyOf(JSON.stringify({ ...record, resultType: '50126' })))).toMatch(/^short/);
  });

  it.each([
    ['an ordinary record', good],
    ['white space', JSON.stringify(JSON.parse(good), null, '\t \r\n')],
    ['text that is not ASCII', JSON.stringify(signIn({}, { userPrincipalName: '日本 é 😀' }))],
    ['text with escapes', withProperty('"sessionId":"a\\u0041\\n\\"\\\\\\/"')],
    ['half a surrogate pair in an escape', withProperty('"sessionId":"\\ud800x"')],
    ['line separators', withProperty('"sessionId":"\u2028\u2029"')],
    ['a number as text', withProperty('"sessionId":-1.50e2')],
    ['a large number as text', withProperty('"sessionId":12345678901234567890')],
    [
      'blank text in escapes beside others',
      JSON.stringify(signIn({}, { userPrincipalName: 'BLANK', userAgent: 'BLANK' })).replaceAll(
        'BLANK',
        '\\u0020',
      ),
    ],
    ['blank text', withProperty('"sessionId":" \\t\u00a0"')],
    ['text that begins with a space', withProperty('"sessionId":" a "')],
    ['a member of the prototype', withProperty('"__proto__":{"sessionId":"x"},"constructor":1')],
    [
      'another name with escapes where nothing is wanted',
      withProperty('"privateLinkDetails":{"\\u0069d":1}'),
    ],
    ['a dynamic as JSON text', JSON.stringify(signIn({}, { mfaDetail: '{"authMethod":"Phone"}' }))],
  ])('is taken with %s', (_, record) => {
    expect(wayOf(bodyOf(record))).toBe('short');
  });

  it.each([
    ['a wanted member twice', changed('"resultType":', '"resultType":"50053","resultType":')],
    ['properties twice', changed('"properties":{', '"properties":{"id":"x"},"properties":{')],
    ['a status twice', withProperty('"status":{"errorCode":1},"status":{}')],
    ['a name with escapes', withProperty('"\\u0069d":"other"')],
    ['no result type', changed('"resultType":', '"resulttype":')],
    ['no digits as result type', JSON.stringify(signIn({ resultType: 'Success' }))],
    ['leading zeros', JSON.stringify(signIn({ resultType: '0050126' }))],
    ['too many digits', JSON.stringify(signIn({ resultType: '12345678' }))],
    ['a new category', JSON.stringify(signIn({ category: 'NewSignInLogs' }))],
    ['another category', JSON.stringify(signIn({ category: 'AuditLogs' }))],
    ['a category in other letters', JSON.stringify(signIn({ category: 'signinlogs' }))],
    ['no category', JSON.stringify(signIn({ category: undefined }))],
    ['no id', JSON.stringify(signIn({}, { id: undefined }))],
    ['an id with spaces', JSON.stringify(signIn({}, { id: ' a ' }))],
    ['properties as text', JSON.stringify({ ...fixture('SignInLogs'), properties: '{"id":"x"}' })],
    ['no properties', JSON.stringify({ resultType: '0', category: 'SignInLogs' })],
    ['a status as text', JSON.stringify(signIn({}, { status: '{"errorCode":50126}' }))],
    ['a location as text', JSON.stringify(signIn({}, { location: '{"city":"Tokyo"}' }))],
    ['a time with escapes', JSON.stringify(signIn({})).replace('"time":"2', '"time":"\\u0032')],
    ['a field that has to be cut', JSON.stringify(signIn({}, { sessionId: 'x'.repeat(70_000) }))],
    ['a field that is nearly so long', JSON.stringify(signIn({}, { sessionId: 'x'.repeat(21_500) }))],
    ['nothing', '{}'],
  ])('is left by a record with %s', (_, record) => {
    expect(wayOf(bodyOf(record))).toBe('short but for its record');
  });

  it.each([
    ['a list', `[${good}]`],
    ['a record alone', good],
    ['lines', `${good}\n${good}`],
    ['a byte order mark', `\ufeff${bodyOf(good)}`],
    ['another member', `{"x":1,"records":[${good}]}`],
    ['another member behind', `{"records":[${good}],"x":1}`],
    ['records twice', `{"records":[${good}],"records":[]}`],
    ['no records', bodyOf()],
    ['items that are no objects', bodyOf(good, '1')],
    ['records as text', JSON.stringify({ records: [good] })],
    ['a comma too many', `{"records":[${good},]}`],
    ['text behind', `${bodyOf(good)}x`],
    ['a second body behind', `${bodyOf(good)}\n${bodyOf(good)}`],
    ['a NUL behind', `${bodyOf(good)}\0`],
    ['no end', bodyOf(good).slice(0, -1)],
    ['a control character', bodyOf(withProperty('"x":"\u0001"'))],
    ['101 levels', bodyOf(withProperty(`"x":${'['.repeat(99)}${']'.repeat(99)}`))],
    ['bytes that are no UTF-8', Buffer.from(bodyOf(withProperty('"x":"\u00ff"')), 'latin1')],
    ['nothing', ''],
  ])('is not taken by a body with %s', (_, body) => {
    expect(wayOf(body)).toBe('long');
  });

  it('is taken with 100 levels', () => {
    expect(wayOf(bodyOf(withProperty(`"x":${'['.repeat(98)}${']'.repeat(98)}`)))).toBe('short');
  });

  it.each([
    ['[]'],
    ['[{"result":"notApplied"},{"result":"success"}]'],
    ['[{"id":"1","result":"failure","displayName":"p"}]'],
    ['[{"result":"notApplied","result":"failure","id":"1"}]'],
    ['[{"result":"failure","result":"notApplied","id":"1"}]'],
    ['[{"resul\\u0074":"failure","id":"1"}]'],
    ['[{"result":"not\\u0041pplied","id":"1"}]'],
    ['[{"result":"NOTAPPLIED"},{"result":null},{"result":0,"id":"2"},{},1,[],"x",null]'],
    ['[{"x":{"result":"failure"}}]'],
    ['"[{\\"result\\":\\"failure\\",\\"id\\":\\"3\\"}]"'],
    ['{"result":"failure"}'],
  ])('leads to the same policies with %s', (policies) => {
    const record = JSON.stringify(signIn({}, { appliedConditionalAccessPolicies: undefined }));
    const properties = `"properties":{"appliedConditionalAccessPolicies":${policies},`;
    expect(wayOf(bodyOf(record.replace('"properties":{', () => properties)))).toBe('short');
  });

  it('is not taken by bodies that would keep much memory', () => {
    expect(wayOf(bodyOf(good) + ' '.repeat(2 * 1024 * 1024))).toBe('long');
    expect(wayOf(bodyOf(good) + ' '.repeat(1024 * 1024))).toBe('short');
  });

  it('leads to rows of its own event, whatever came before', () => {
    const ways = toWays(options);
    const bodies = [
      bodyOf(good),
      bodyOf(...FIXTURES.map((record) => JSON.stringify(record))),
      bodyOf(good, good),
    ];
    for (const body of [...bodies, ...bodies.toReversed()]) checkSame(Buffer.from(body), ways);
    expect(ways.taken.skimmedBodies).toBe(6);
  });

  it('takes positions with quotes, and without a number', () => {
    const position = { ...POSITION, partition: '"\\\n日', sequenceNumber: null, enqueuedTime: '"' };
    const record = JSON.stringify(signIn({ time: undefined }, { createdDateTime: undefined }));
    const event = { body: Buffer.from(bodyOf(record)), position };
    expect(JSON.stringify(createEnricher(options)(event))).toBe(
      JSON.stringify(createEnricher(options, noSkimmer)(event)),
    );
  });

  it('is left when something on it fails', () => {
    const failing = createEnricher(options, () => () => {
      throw new Error('a test');
    });
    const event = { body: Buffer.from(bodyOf(good)), position: POSITION };
    expect(JSON.stringify(failing(event))).toBe(JSON.stringify(createEnricher(options, noSkimmer)(event)));
  });

  it('gives up its fault to who compares', () => {
    const ways = toWays(options, (parts) => {
      const skim = createSkimmer(parts);
      return (event) => skim(event)?.slice(1);
    });
    expect(() => checkSame(Buffer.from(bodyOf(good)), ways)).toThrow(/long way/);
  });
});
