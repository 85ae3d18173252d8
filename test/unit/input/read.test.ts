import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError, listInputFiles, readBodies } from '../../../src/input/read.ts';
import { collect, texts, withFolder } from './support.ts';

/** The bodies of a file with this name and content. */
async function bodiesOf(name: string, content: string | Buffer) {
  let bodies: { position: string; bytes: Buffer }[] = [];
  await withFolder(async (folder) => {
    const file = join(folder, name);
    await writeFile(file, content);
    const read = await collect(readBodies(file));
    expect(read.every((body) => body.file === file)).toBe(true);
    bodies = read.map(({ position, bytes }) => ({ position, bytes }));
  });
  return bodies;
}

describe('the ending decides how a file is read', () => {
  const lines = '{"a":1}\n{"b":2}\n';
  const table = 'a,b\n1,2\n';

  test.each([
    ['x.json', lines, [lines]],
    ['X.JSON', lines, [lines]],
    ['x.jsonl', lines, ['{"a":1}', '{"b":2}']],
    ['x.ndjson', lines, ['{"a":1}', '{"b":2}']],
    ['x.log', lines, ['{"a":1}', '{"b":2}']],
    ['x.csv', table, ['{"records":[{"a":"1","b":"2"}]}']],
    ['x.txt', lines, [lines]],
    ['x', lines, [lines]],
  ])('%s, and the same with .gz', async (name, content, expected) => {
    const plain = await bodiesOf(name, content);
    expect(texts(plain)).toEqual(expected);
    expect(await bodiesOf(`${name}.gz`, gzipSync(content))).toEqual(plain);
  });
});

describe('a file', () => {
  test.each(['x.json', 'x.jsonl', 'x.csv', 'x.txt', 'x.json.gz'])(
    '%s that is empty is one empty body',
    async (name) => {
      const whole = [{ position: 'whole file', bytes: Buffer.alloc(0) }];
      expect(await bodiesOf(name, '')).toEqual(whole);
      expect(await bodiesOf(name, name.endsWith('.gz') ? gzipSync('') : '')).toEqual(whole);
    },
  );

  test.each([
    ['x.jsonl', '\n \n'],
    ['x.csv', 'a,b\n'],
  ])('%s with nothing to send is accounted for', async (name, content) => {
    expect(await bodiesOf(name, content)).toEqual([{ position: 'whole file', bytes: Buffer.alloc(0) }]);
  });

  test('of 256 KB of JSON is one body, one of more is split at 256 KB', async () => {
    const record = `{"x":"${'y'.repeat(1000)}"}`;
    const text = `[${Array.from({ length: 1000 }, () => record).join(',')}]`;
    const atLimit = `[${record}${' '.repeat(262_144 - record.length - 2)}]`;
    expect(texts(await bodiesOf('x.json', atLimit))).toEqual([atLimit]);

    const bodies = await bodiesOf('x.json', text);
    expect(bodies.map((body) => body.position)).toEqual([
      'records 1-259',
      'records 260-518',
      'records 519-777',
      'records 778-1000',
    ]);
    expect(Math.max(...bodies.map((body) => body.bytes.length))).toBeLessThanOrEqual(262_144);
    expect(await bodiesOf('x.json.gz', gzipSync(text))).toEqual(bodies);
  });

  test('in several gzip members is one content', async () => {
    const packed = Buffer.concat([gzipSync('{"a":1}\n{"b"'), gzipSync(':2}\n')]);
    expect(texts(await bodiesOf('x.jsonl.gz', packed))).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('that is a broken gzip is an InputError that names it and where it broke', async () => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 50_000 }, (_, n) => `{"n":${n}}\n`).join('')));
    await withFolder(async (folder) => {
      const file = join(folder, 'x.jsonl.gz');
      await writeFile(file, packed.subarray(0, packed.length - 100));
      const bodies: string[] = [];
      const reading = (async () => {
        for await (const body of readBodies(file)) bodies.push(body.bytes.toString());
      })();
      await expect(reading).rejects.toThrow(InputError);
      await expect(reading).rejects.toThrow(
        /x\.jsonl\.gz: cannot be read after [1-9]\d* bytes of unpacked content/,
      );
      expect(bodies[0]).toBe('{"n":0}');

      await writeFile(file, 'this is no gzip');
      await expect(collect(readBodies(file))).rejects.toThrow(/after 0 bytes.*gzip -t/);
    });
  });

  test('that is missing is an InputError', async () => {
    for (const ending of ['json', 'jsonl', 'csv', 'csv.gz']) {
      await expect(collect(readBodies(`/nowhere/x.${ending}`))).rejects.toThrow(InputError);
    }
  });
});

describe('the files behind paths', () => {
  test('a folder is walked in name order; other endings are left out there, and taken when named', async () => {
    await withFolder(async (folder) => {
      const at = (...names: string[]) => join(folder, ...names);
      await mkdir(at('b', 'deep'), { recursive: true });
      await mkdir(at('d.json'));
      const names = ['c.csv', 'a.json', 'B.JSONL', 'notes.md', 'e.log.gz', 'f.gz'];
      for (const name of names) await writeFile(at(name), '');
      await writeFile(at('b', 'deep', 'z.ndjson'), '');
      await writeFile(at('b', 'y.txt'), '');
      await symlink(at('b'), at('circle.json'));
      expect(await listInputFiles([at('notes.md'), folder, at('a.json')])).toEqual({
        files: [
          at('notes.md'),
          at('B.JSONL'),
          at('a.json'),
          at('b', 'deep', 'z.ndjson'),
          at('c.csv'),
          at('e.log.gz'),
          at('a.json'),
        ],
        ignored: [at('b', 'y.txt'), at('circle.json'), at('f.gz'), at('notes.md')],
      });
    });
  });

  test('a folder without a usable file is an InputError that says what would be one', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'notes.md'), '');
      await expect(listInputFiles([folder])).rejects.toThrow(InputError);
      await expect(listInputFiles([folder])).rejects.toThrow(`${folder}: the folder holds no file to read`);
    });
  });

  test('a path that is missing is an InputError that names it', async () => {
    await expect(listInputFiles(['/nowhere/x.json'])).rejects.toThrow(InputError);
    await expect(listInputFiles(['/nowhere/x.json'])).rejects.toThrow(/\/nowhere\/x\.json: cannot be read/);
  });

  test.skipIf(process.getuid?.() === 0)(
    'a file that may not be read is an InputError (skipped for root, who may read everything)',
    async () => {
      await withFolder(async (folder) => {
        const file = join(folder, 'x.json');
        await writeFile(file, '{}');
        await chmod(file, 0);
        await expect(listInputFiles([file])).rejects.toThrow(InputError);
        await expect(listInputFiles([folder])).rejects.toThrow(InputError);
      });
    },
  );
});
