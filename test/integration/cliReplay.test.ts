import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as command from '../../src/cli/replay/command.ts';
import { readBodies } from '../../src/input/read.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file, folder, ROOT, SPRAY } from '../support/cliRun.ts';
import {
  content,
  hub,
  rows,
  run,
  STATE,
  settings,
  signIn,
  startHub,
  states,
  texts,
} from '../support/replayRun.ts';

const SAMPLES = join(ROOT, 'data/samples');

describe('replay files', () => {
  it('sends the bodies of files as they are, and leaves no state behind', async () => {
    const { code, stdout, stderr } = await run('files', '--input', SPRAY);
    const bodies: string[] = [];
    for await (const { bytes } of readBodies(SPRAY)) bodies.push(bytes.toString());
    expect(await texts()).toEqual(bodies.sort());
    expect({ code, first: stdout.split('\n', 1)[0] }).toEqual({
      code: 0,
      first: expect.stringMatching(
        /^1 events, \d+ records, from .*02-password-spray\.json to the hub sign-ins at /,
      ),
    });
    expect(stderr).toMatch(/^How far it is stands in .*replay-[0-9a-f]{16}\.json$/m);
    expect(states()).toEqual([]);
  });

  it('says what it would send, and sends nothing, with --dry-run', async () => {
    const { code, stdout } = await run('files', '--input', SAMPLES, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, events: 24, records: expect.any(Number) });
    expect(await content()).toEqual([]);
  });

  it('takes records of a time only', async () => {
    const path = file(
      'logs.jsonl',
      [7, 8, 9].map((hour) => signIn(`r${hour}`, `2026-11-16T0${hour}:00:00Z`)).join('\n'),
    );
    const { stderr } = await run(
      'files',
      '--input',
      path,
      '--since',
      '2026-11-16T08:00',
      '--until',
      '2026-11-16T09:00',
    );
    expect(await texts()).toEqual([signIn('r8', '2026-11-16T08:00:00Z')]);
    expect(stderr).toMatch(/^2 records are outside the time$/m);
  });

  it('tells of an event that the hub does not take, and sends the others', async () => {
    const large = JSON.stringify({ ...JSON.parse(signIn('large')), padding: 'x'.repeat(1_100_000) });
    const path = file('large.jsonl', [signIn('a'), large, signIn('b')].join('\n'));
    const { code, stdout } = await run('files', '--input', path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/larger than the hub takes, not sent: .*large\.jsonl, line 2$/m);
    expect(await texts()).toEqual([signIn('a'), signIn('b')]);
  });

  it('goes into the pipeline, too', async () => {
    const path = file('pipeline.jsonl', [signIn('a'), signIn('b')].join('\n'));
    const { code, stdout } = await run('files', '--input', path, '--into', 'pipeline', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      events: 2,
      outcome: { rows: 2, alerts: 2 },
      isComplete: true,
    });
    expect(rows.map((row) => JSON.parse(row).RecordId).sort()).toEqual(['a', 'b']);
    expect(JSON.parse(rows[0] ?? '').EventPosition).toMatch(/^file-[0-9a-f]{8}\/\/0$/);
  });

  it('takes the connection string from standard input, and prints nothing of it', async () => {
    const path = file('one.jsonl', signIn('a'));
    const args = ['files', '--input', path, '--connection-string-stdin', '--hub', 'other'];
    const { code } = await runInProcess(
      command,
      args,
      { XDG_STATE_HOME: STATE },
      `${hub.connectionString}\n`,
    );
    expect({ code, bodies: await texts('other') }).toEqual({ code: 0, bodies: [signIn('a')] });
    const broken = await runInProcess(
      command,
      args,
      { XDG_STATE_HOME: STATE },
      'Endpoint=sb://;SharedAccessKey=sEcrEt',
    );
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/holds is no connection string/);
    expect(broken.stderr).not.toContain('sEcrEt');
  });
});

describe('replay files, interrupted', () => {
  it('stops at Ctrl-C, and the same command sends the rest and nothing twice', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const path = file('long.jsonl', ids.map((id) => signIn(id)).join('\n'));
    const args = ['files', '--input', path, '--settings', settings];
    const state = join(folder, 'long-state.json');
    const child = spawn(
      process.execPath,
      [join(ROOT, 'src/cli/main.ts'), 'replay', ...args, '--rate', '4', '--state', state],
      { cwd: folder, env: { PATH: process.env['PATH'], XDG_STATE_HOME: STATE } },
    );
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await expect
      .poll(() => existsSync(state) && JSON.parse(readFileSync(state, 'utf8')).sent.events, {
        timeout: 20_000,
      })
      .toBeGreaterThan(0);
    child.kill('SIGINT');
    expect({ code: await ended, printed }).toEqual({
      code: 1,
      printed: expect.stringMatching(/stopped behind \d+ of 12 events; to go on: the same command/),
    });
    const some = (await content()).length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(12);
    const { code, stderr } = await run('files', '--input', path, '--state', state);
    expect({ code, told: stderr.includes(`Goes on behind ${some} of 12 events`) }).toEqual({
      code: 0,
      told: true,
    });
    expect(await texts()).toEqual(ids.map((id) => signIn(id)).sort());
  });

  it('notes the place when the hub goes away, and says so', async () => {
    const path = file('gone.jsonl', signIn('a'));
    await hub.close();
    const { code, stderr } = await run('files', '--input', path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/The place is noted in .*replay-/);
    expect(stderr).toMatch(/HubError: the hub sign-ins at .*check that port 5671/);
    expect(states()).toHaveLength(1);
    await startHub();
  }, 90_000);
});

describe('what the operator got wrong', () => {
  it.each([
    [[], /say files, hub or dead-letters/],
    [['everything'], /there is no replay everything/],
    [['files'], /which logs\?/],
    [['files', '--input', 'no-such-file'], /InputError: no-such-file: cannot be read/],
    [['files', '--input', SPRAY, '--rate', 'fast'], /--rate must be a number/],
    [['files', '--input', SPRAY, '--no-alerts'], /--no-alerts goes with --into pipeline/],
    [['hub', '--since', '2026-11-17', '--until', '2026-11-16'], /--since must be before --until/],
    [['hub', '--into', 'space'], /--into must be hub or pipeline/],
    [['dead-letters', '--into', 'pipeline'], /dead-letters redrive sends/],
    [['dead-letters', '--folder', '../x'], /--folder must be an hour/],
  ])('%j is told', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('a hub that nothing names', async () => {
    const args = ['files', '--input', SPRAY];
    const { stderr } = await runInProcess(command, args, { XDG_STATE_HOME: STATE });
    expect(stderr).toMatch(/UsageError: which hub\? Name it with --namespace HOST and --hub NAME/);
  });
});
