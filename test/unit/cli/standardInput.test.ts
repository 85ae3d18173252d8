import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openStandardInput, StandardInputError } from '../../../src/cli/standardInput.ts';
import { chunksOf, collect } from './support.ts';

const RECORD = '{"resultType":"50126"}';

describe('the form of standard input', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\r\n\t', 'empty'],
    ['one record', RECORD, 'json'],
    ['one record on a line', `${RECORD}\n`, 'lines'],
    ['a record on each line', `${RECORD}\n${RECORD}`, 'lines'],
    ['a document on many lines', `{\n"records":[\n${RECORD}]}`, 'json'],
    ['an array on many lines', `[${RECORD},\n${RECORD}]`, 'json'],
    ['JSON inside a string', JSON.stringify(RECORD), 'json'],
    ['a table', 'Date (UTC),Request ID\n1,2', 'csv'],
    ['a table with quoted names', 'Date,"Request ID"\n1,2', 'csv'],
    ['codes on lines', '50126\n50011\n', 'text'],
    ['codes with commas', '50126, AADSTS50011', 'text'],
    ['a code that ends with the text', 'aadsts50126:', 'text'],
    ['words', 'Service unavailable.', 'text'],
  ])('with %s', async (_, text, form) => {
    for (const content of [text, `\ufeff${text}`, `\n${text}`]) {
      const input = await openStandardInput(chunksOf(content));
      expect(input.form).toBe(form);
      expect(Buffer.concat(await collect(input.chunks)).toString()).toBe(content);
    }
  });

  it('is told from gzip too, in chunks of any size', async () => {
    const packed = gzipSync(`${RECORD}\n${RECORD}\n`);
    const bytes = [...packed].map((byte) => Buffer.from([byte]));
    for (const chunks of [[packed], bytes]) {
      const input = await openStandardInput(chunksOf(...chunks));
      expect(input.form).toBe('lines');
      expect(Buffer.concat(await collect(input.chunks)).toString()).toBe(`${RECORD}\n${RECORD}\n`);
    }
  });

  it('with a first line that never ends is found without reading it all', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"records":[');
      for (;;) {
        read += 65_536;
        yield Buffer.alloc(65_536, 0x20);
      }
    }
    expect((await openStandardInput(endless())).form).toBe('json');
    expect(read).toBeLessThan(2 * 1024 * 1024);
  });

  it('with broken gzip is an error that says so', async () => {
    const broken = gzipSync('x'.repeat(1000)).subarray(0, 20);
    await expect(openStandardInput(chunksOf(broken)).then(({ chunks }) => collect(chunks))).rejects.toThrow(
      StandardInputError,
    );
  });
});
