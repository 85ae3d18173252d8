import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { raw } from '../support/dashboard.ts';
import { file, inFolder, record } from '../support/sandboxRun.ts';
import { ROOT } from '../support/sources.ts';

interface Command {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the output has this in it; rejects when the command ends before. */
  readonly printed: (wanted: RegExp) => Promise<RegExpMatchArray>;
  readonly ended: Promise<number | null>;
}

/** `npm start` without --once. */
function start(...args: string[]): Command {
  const child = spawn(process.execPath, [join(ROOT, 'src/sandbox/main.ts'), ...args], { cwd: inFolder() });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const printed = (wanted: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const found = output.match(wanted);
        if (found !== null) resolve(found);
      };
      look();
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      void ended.then(() => reject(new Error(`ended without ${wanted}:\n${output}`)));
    });
  return { child, output: () => output, printed, ended };
}

let command: Command;
beforeAll(() => {
  command = start(
    '--input',
    file('two.jsonl', `${record('a')}\n${record('b')}\n`),
    '--out',
    'served',
    '--port',
    '47300',
  );
});
afterAll(() => {
  command.child.kill('SIGKILL');
});

it('npm start says where the page is, sends the logs and keeps serving what became of them', async () => {
  const [, address = ''] = await command.printed(/Dashboard: (http:\/\/127\.0\.0\.1:47300)\n/);
  await command.printed(/Ctrl-C ends/);
  expect(command.output()).toContain('all 2 records accounted for');
  expect(JSON.parse((await raw(address, '/api/overview')).text)).toMatchObject({ matched: 2 });
  expect(JSON.parse(readFileSync(inFolder('served', 'summary.json'), 'utf8'))).toMatchObject({ rows: 2 });
}, 60_000);

it('a port that is taken ends with exit code 2 and says so at once', async () => {
  const second = start('--port', '47300', '--out', 'second');
  expect(await second.ended).toBe(2);
  expect(second.output()).toContain('--port 47300: another program has it');
});

it.skipIf(process.platform === 'win32')('Ctrl-C ends it with the exit code of its logs', async () => {
  command.child.kill('SIGINT');
  expect(await command.ended).toBe(0);
});
