import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/sandbox/options.ts';
import { assertKeepsInput, OutputError, openOutputFiles } from '../../../src/sandbox/outputFiles.ts';
import { newFolder } from './support.ts';

describe('inputs that a run would replace', () => {
  it.each(['rows.jsonl', 'alerts.jsonl', 'dead-letters.jsonl', 'summary.json'])(
    '%s in the output folder is refused, by any path or link',
    async (name) => {
      const folder = newFolder();
      const path = join(folder, name);
      writeFileSync(path, '{}\n');
      symlinkSync(path, join(folder, 'soft.jsonl'));
      linkSync(path, join(folder, 'hard.jsonl'));
      symlinkSync(folder, join(folder, 'way'));
      for (const input of [
        path,
        ...['soft.jsonl', 'hard.jsonl', `way/${name}`].map((to) => join(folder, to)),
      ])
        await expect(assertKeepsInput(['other.json', input], folder), input).rejects.toThrow(UsageError);
      await expect(assertKeepsInput([path], folder)).rejects.toThrow(
        `${path} is an input, but a run with --out ${folder} replaces it. Name another folder with --out`,
      );
      expect(readFileSync(path, 'utf8')).toBe('{}\n');
    },
  );

  it('other files in the output folder are read, and a folder that is not there replaces nothing', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'rows.jsonl'), '');
    writeFileSync(join(folder, 'log.json'), '');
    await assertKeepsInput([join(folder, 'log.json')], folder);
    await assertKeepsInput([join(folder, 'rows.jsonl')], join(folder, 'new'));
  });
});

describe('the files of a run', () => {
  it('replace those of an earlier run, whose summary is gone at once', async () => {
    const folder = newFolder();
    for (const name of ['rows.jsonl', 'summary.json']) writeFileSync(join(folder, name), 'old\n');
    const files = await openOutputFiles(folder);
    expect(existsSync(files.summaryPath)).toBe(false);
    expect(readFileSync(files.rows.path, 'utf8')).toBe('');
    await Promise.all([files.rows.write(['{"a":1}', '{"b":2}']), files.rows.write(['{"c":3}'])]);
    expect(files.rows.lines).toBe(3);
    await Promise.all([files.rows, files.alerts, files.deadLetters].map((file) => file.close()));
    expect(readFileSync(files.rows.path, 'utf8')).toBe('{"a":1}\n{"b":2}\n{"c":3}\n');
    await files.writeSummary({ rows: 3 });
    expect(JSON.parse(readFileSync(files.summaryPath, 'utf8'))).toEqual({ rows: 3 });
  });

  it.skipIf(!existsSync('/dev/full'))('on a full disk fail with the name of the file', async () => {
    const folder = newFolder();
    for (const name of ['rows.jsonl', 'alerts.jsonl']) symlinkSync('/dev/full', join(folder, name));
    const { rows, alerts, deadLetters, summaryPath, writeSummary } = await openOutputFiles(folder);
    const message = `${rows.path}: cannot be written (ENOSPC`;
    await expect(rows.write(['{}'])).rejects.toThrow(message);
    await expect(rows.write([])).rejects.toThrow(message);
    await expect(rows.close()).rejects.toThrow(message);
    expect(rows.lines).toBe(0);
    await Promise.all([alerts.close(), deadLetters.close()]);
    symlinkSync('/dev/full', summaryPath);
    await expect(writeSummary({})).rejects.toThrow(`${summaryPath}: cannot be written (ENOSPC`);
  });

  it.each([
    ['a file', (out: string) => writeFileSync(out, '')],
    ['below a file', (out: string) => writeFileSync(join(out, '..'), '')],
    ['with a folder rows.jsonl', (out: string) => mkdirSync(join(out, 'rows.jsonl'), { recursive: true })],
    [
      'with a folder alerts.jsonl',
      (out: string) => mkdirSync(join(out, 'alerts.jsonl'), { recursive: true }),
    ],
    [
      'with a folder summary.json',
      (out: string) => mkdirSync(join(out, 'summary.json'), { recursive: true }),
    ],
  ])('cannot be in an output folder that is %s', async (what, make) => {
    const out = join(newFolder(), what === 'below a file' ? 'file/out' : 'out');
    make(out);
    const opening = openOutputFiles(out);
    await expect(opening).rejects.toThrow(OutputError);
    await expect(opening).rejects.toThrow(`--out ${out}: cannot be used (`);
  });

  it.skipIf(process.getuid?.() === 0)(
    'cannot be in a folder that may not be written (skipped for root, who may write everywhere)',
    async () => {
      const out = newFolder();
      chmodSync(out, 0o500);
      await expect(openOutputFiles(out)).rejects.toThrow(`--out ${out}: cannot be used (EACCES`);
    },
  );
});
