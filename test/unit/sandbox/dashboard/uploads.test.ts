import { existsSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toSafeName, toShownName, Uploads } from '../../../../src/sandbox/dashboard/uploads.ts';

function upload(...chunks: string[]): IncomingMessage {
  return Object.assign(Readable.from(chunks.map(Buffer.from)), { headers: {} }) as unknown as IncomingMessage;
}

function open(limit?: number): Uploads {
  const uploads = new Uploads(limit);
  onTestFinished(() => uploads.close());
  return uploads;
}

describe('the name of a dropped file', () => {
  it.each([
    ['SignIns.json', 'log-SignIns.json'],
    ['InteractiveSignIns_2026-11-16.csv.gz', 'log-InteractiveSignIns_2026-11-16.csv.gz'],
    ['../../etc/passwd', 'log-passwd'],
    ['..\\..\\evil.jsonl', 'log-evil.jsonl'],
    ['.bashrc', 'log-bashrc'],
    ['con.json', 'log-con.json'],
    ['サインイン.csv', 'log-_.csv'],
    ['', 'log-'],
    ['..', 'log-'],
  ])('%s is kept as %s', (name, kept) => {
    expect(toSafeName(name)).toBe(kept);
  });

  it('is safe whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        expect(toSafeName(name)).toMatch(/^log-[A-Za-z0-9._-]{0,80}$/);
        expect(toShownName(name)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });
});

describe('a dropped file', () => {
  it('is written for this user only, handed out once, and removed', async () => {
    const uploads = open();
    const id = await uploads.receive(upload('a', 'bc'), '../logs.json');
    const [file] = uploads.take([id]);
    expect(file?.name).toBe('logs.json');
    const path = file?.path ?? '';
    expect(readFileSync(path, 'utf8')).toBe('abc');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(() => uploads.take([id])).toThrow('there is no such file');
    await uploads.remove(file ? [file] : []);
    expect(existsSync(path)).toBe(false);
    await uploads.close();
    expect(existsSync(dirname(dirname(path)))).toBe(false);
  });

  it('that is too large is refused, told beforehand or not, and leaves nothing behind', async () => {
    const uploads = open(1024 * 1024);
    const id = await uploads.receive(upload('x'.repeat(1024 * 1024)), 'fits.json');
    const folder = dirname(dirname(uploads.take([id])[0]?.path ?? ''));
    const told = Object.assign(upload(), { headers: { 'content-length': String(1024 * 1024 + 1) } });
    await expect(uploads.receive(told, 'a.json')).rejects.toMatchObject({ code: 'too-large' });
    const untold = uploads.receive(upload('x'.repeat(1024 * 1024), 'y'), 'b.json');
    await expect(untold).rejects.toThrow(
      'at most 1 MB can be dropped; name a larger file on the command line',
    );
    expect(existsSync(`${folder}/2`)).toBe(false);
  });

  it('is not handed out with one that is not there', async () => {
    const uploads = open();
    const id = await uploads.receive(upload('a'), 'a.json');
    expect(() => uploads.take([id, '99'])).toThrow('there is no such file');
    expect(() => uploads.take([id, id])).toThrow('there is no such file');
    expect(uploads.take([id])).toHaveLength(1);
  });
});
