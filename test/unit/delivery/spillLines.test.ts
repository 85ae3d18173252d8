import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAlertLine, fromRowLine, toAlertLine, toRowLine } from '../../../src/delivery/spillLines.ts';
import { positionOf } from '../../support/outcomes.ts';

const position = fc.record({
  partition: fc.string(),
  sequenceNumber: fc.option(fc.maxSafeNat()),
  enqueuedTime: fc.constantFrom('2026-01-02T03:04:05.678Z', ''),
  index: fc.nat(),
});
const bytes = fc.oneof(
  fc.uint8Array().map((array) => Buffer.from(array)),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
);
const ROW = { json: Buffer.from('{"a":1}'), source: positionOf(0) };

describe('the line of a row', () => {
  it('holds the row as text that reads like what it is', () => {
    const original = () => Buffer.from('{ "id" : "a" }');
    expect(toRowLine({ ...ROW, original })).toBe(
      '{"source":{"partition":"1","sequenceNumber":42,"enqueuedTime":"2026-01-02T03:04:05.678Z","index":0},' +
        '"row":{"a":1},"original":"{ \\"id\\" : \\"a\\" }"}',
    );
  });

  it('holds bytes that are no UTF-8 in Base64', () => {
    const original = () => Buffer.from([0x61, 0xff]);
    expect(toRowLine({ ...ROW, original })).toMatch(/"original":"Yf8=","base64":true\}$/);
  });

  it('holds only its own bytes when they are a part of a longer buffer', () => {
    const body = new Uint8Array(Buffer.from('[{"a":1},{"b":2}]'));
    const line = toRowLine({ ...ROW, original: () => body.subarray(9, 16) });
    expect(fromRowLine(line).bytes.toString()).toBe('{"b":2}');
  });

  it('gives back the row’s text exactly, its size, its place and every byte of its record', () => {
    const row = fc.dictionary(fc.stringMatching(/^[A-Z]\w{0,8}$/), fc.jsonValue());
    fc.assert(
      fc.property(row, position, bytes, (value, source, original) => {
        const json = Buffer.from(JSON.stringify(value));
        const line = toRowLine({ json, source, original: () => original });
        expect(line).not.toMatch(/[\r\n]/);
        const read = fromRowLine(line);
        expect(read).toEqual({
          json,
          rowBytes: json.length,
          source,
          bytes: Buffer.from(original),
          line,
        });
      }),
    );
  });

  it.each([
    '{"a"',
    '[]',
    'null',
    '{"row":{},"original":""}',
    JSON.stringify({ source: positionOf(0), row: [1], original: '' }),
    JSON.stringify({ source: { ...positionOf(0), index: 'x' }, row: {}, original: '' }),
    JSON.stringify({ source: positionOf(0), row: {}, original: 1 }),
  ])('that was written by somebody else is an error: %s', (line) => {
    expect(() => fromRowLine(line)).toThrow(Error);
  });
});

describe('the line of an alert', () => {
  it('gives back id, text and place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), position, (text, id, source) => {
        const alert = { id, text: text.toWellFormed() };
        const line = toAlertLine({ alert, source });
        expect(line).not.toMatch(/[\r\n]/);
        expect(fromAlertLine(line)).toEqual({ alert, source, line });
      }),
    );
  });

  it.each(['{}', '7', JSON.stringify({ source: positionOf(0), id: 'a' })])(
    'that was written by somebody else is an error: %s',
    (line) => {
      expect(() => fromAlertLine(line)).toThrow(Error);
    },
  );
});
