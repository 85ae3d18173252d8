import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineBodies } from '../../../src/input/lineBodies.ts';
import { collect, inChunks } from './support.ts';

async function split(text: string | Buffer, sizes = [3]) {
  const bodies = await collect(lineBodies(inChunks(Buffer.from(text), sizes)));
  return bodies.map((body) => [body.position, body.bytes.toString()]);
}

describe('lines', () => {
  test('each is one body without its line end, whatever the line end is', async () => {
    expect(await split('{"a":1}\n{"b":2}\r\n{"c":3}')).toEqual([
      ['line 1', '{"a":1}'],
      ['line 2', '{"b":2}'],
      ['line 3', '{"c":3}'],
    ]);
  });

  test('blank ones are counted and not sent', async () => {
    expect(await split('\n \t\r\n{"a":1}\n\n\n')).toEqual([['line 3', '{"a":1}']]);
  });

  test('keep their blanks, a carriage return inside them and the byte order mark of the file', async () => {
    expect(await split('\ufeff {"a":1} \n{"b":\r2}\r\r\n')).toEqual([
      ['line 1', '\ufeff {"a":1} '],
      ['line 2', '{"b":\r2}\r'],
    ]);
  });

  test('what is no JSON is sent as it is, bytes that are no UTF-8 as well', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x0a, 0x42]);
    const bodies = await collect(lineBodies(inChunks(bytes, [1])));
    expect(bodies.map((body) => body.bytes)).toEqual([bytes.subarray(0, 4), bytes.subarray(5)]);
  });

  test('a line of 30 MB is one body', async () => {
    const long = Buffer.alloc(30_000_000, 'x');
    const file = Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nb\n')]);
    const bodies = await collect(lineBodies(inChunks(file, [65_536])));
    expect(bodies.map((body) => body.bytes.length)).toEqual([1, 30_000_000, 1]);
  });

  test('are the same in chunks of any size', async () => {
    const line = fc.string({ unit: fc.constantFrom('{', '"', '\r', ' ', 'a', '\u00e9', '\ud83d\ude00') });
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(line), sizes, async (lines, chunkSizes) => {
        const expected = lines
          .map((text, index) => [`line ${index + 1}`, text.replace(/\r$/, '')])
          .filter(([, text]) => !/^[ \r]*$/.test(text ?? ''));
        expect(await split(lines.join('\n'), chunkSizes)).toEqual(expected);
      }),
    );
  });
});
