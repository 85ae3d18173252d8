import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fromUtf16 } from '../../../src/input/fromUtf16.ts';
import { readBodies } from '../../../src/input/read.ts';
import { collect, inChunks, texts } from '../input/support.ts';
import { newFolder } from './support.ts';

const littleEndian = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const bigEndian = (text: string) => littleEndian(text).swap16();

const ENCODINGS: [string, (text: string) => Buffer][] = [
  ['UTF-16 LE', littleEndian],
  ['UTF-16 BE', bigEndian],
];

describe.each(ENCODINGS)('%s with a byte order mark', (_, encode) => {
  const file = (name: string, content: Buffer) => {
    const path = join(newFolder(), name);
    writeFileSync(path, content);
    return path;
  };

  it.each([
    ['x.json', '{"a":"é\u3042"}\r\n', ['{"a":"é\u3042"}\r\n']],
    ['x.jsonl', '{"a":1}\r\n{"b":"😀"}\r\n', ['{"a":1}', '{"b":"😀"}']],
    ['x.csv', 'a,b\r\n1,é\r\n', ['{"records":[{"a":"1","b":"é"}]}']],
  ])('is read as %s, and packed', async (name, content, bodies) => {
    const bytes = encode(content);
    expect(texts(await collect(readBodies(file(name, bytes))))).toEqual(bodies);
    expect(texts(await collect(readBodies(file(`${name}.gz`, gzipSync(bytes)))))).toEqual(bodies);
  });

  it('is read when it is larger than a chunk', async () => {
    const line = `{"x":"${'é😀'.repeat(50_000)}"}`;
    const bodies = texts(await collect(readBodies(file('x.jsonl', encode(`${line}\n${line}\n`)))));
    expect(bodies).toEqual([line, line]);
  });

  it.each([1, 2, 3, 5])('is the same in chunks of %i', async (size) => {
    const chunks = await collect(fromUtf16(inChunks(encode('{"a":"é😀"}'), [size])));
    expect(Buffer.concat(chunks).toString()).toBe('{"a":"é😀"}');
  });

  it('does not lose half a character at the end', async () => {
    const bytes = Buffer.concat([encode('ab'), Buffer.from([0x63])]);
    expect(Buffer.concat(await collect(fromUtf16(inChunks(bytes, [4])))).toString()).toBe('ab\ufffd');
  });
});

it.each([[], [0xff], [0xff, 0x00, 0xfe], [0xef, 0xbb, 0xbf, 0x7b, 0x7d], [0x61, 0xff, 0xfe]])(
  'other bytes stay as they are (%#)',
  async (...numbers) => {
    const bytes = Buffer.from(numbers);
    expect(Buffer.concat(await collect(fromUtf16(inChunks(bytes, [1]))))).toEqual(bytes);
  },
);
