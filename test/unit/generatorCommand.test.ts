import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/sandbox/generator/command.ts';

const MAIN = fileURLToPath(new URL('../../src/sandbox/generator/main.ts', import.meta.url));

/** Runs the command line, optionally closing its standard output after the first bytes. */
async function run(args: readonly string[], closeEarly = false) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (closeEarly) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code, out, err };
}

describe('generate', () => {
  it('reads its arguments', () => {
    expect(parseCommand(['samples'])).toEqual({ kind: 'samples', out: 'data/samples' });
    expect(parseCommand(['records', '--count', '5', '--seed', '1'])).toEqual({
      kind: 'records',
      count: 5,
      seed: 1,
      perEvent: 20,
      bare: false,
      profile: 'diverse',
      out: '-',
    });
    expect(parseCommand(['records', '--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    ['nothing', [], 'Say what to generate'],
    ['an unknown command', ['things'], '"things"'],
    ['no count', ['records', '--seed', '1'], '--count is missing'],
    ['no seed', ['records', '--count', '1'], '--seed is missing'],
    ['a count that is no number', ['records', '--count', '1e3', '--seed', '1'], '--count'],
    ['no records at all', ['records', '--count', '0', '--seed', '1'], '--count'],
    [
      'another profile',
      ['records', '--count', '1', '--seed', '1', '--profile', 'wild'],
      'diverse or uniform',
    ],
    ['bare events', ['records', '--count', '9', '--seed', '1', '--bare', '--per-event', '3'], '--bare'],
    ['an unknown option', ['samples', '--force'], '--force'],
  ])('says what is wrong with %s', (_, args, message) => {
    const command = parseCommand(args);
    expect(command).toMatchObject({ kind: 'usage-error', message: expect.stringContaining(message) });
  });

  it('writes events of the wanted size to standard output', async () => {
    const { code, out, err } = await run(['records', '--count', '7', '--seed', '3', '--per-event', '3']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const sizes = out
      .trimEnd()
      .split('\n')
      .map((line) => (line.match(/"category":/g) ?? []).length);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('ends quietly when nobody reads on', async () => {
    const { code, err } = await run(['records', '--count', '20000', '--seed', '3'], true);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.each([
    ['a usage error', ['records']],
    [
      'a path that cannot be written',
      ['records', '--count', '1', '--seed', '1', '--out', fileURLToPath(new URL('.', import.meta.url))],
    ],
  ])('exits with 2 on %s', async (_, args) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toContain('    at ');
  });
});
