import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { file, MALFORMED, ROOT, type Run, run, SPRAY } from '../support/cliRun.ts';
import { type DocCommand, docCommands } from '../support/docCommands.ts';

const commands = docCommands();
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** What a reader puts in the place of the words in capitals. */
const policy = file(
  'policy.json',
  '[{"action":"suppress","reason":"A scanner.","ipRanges":["192.0.2.0/24"]}]',
);
const letters = file('dead-letters.jsonl', '');
const IN_PLACE_OF: Readonly<Record<string, string>> = {
  FILE_OR_DIR: SPRAY,
  LOGS: SPRAY,
  FILE: MALFORMED,
  'POLICY.json': policy,
  'out/dead-letters.jsonl': letters,
};

const filled = ({ args }: DocCommand) => args.map((arg) => IN_PLACE_OF[arg] ?? arg);

/** Of a deployment, or of a file that only the reader has; and a backtest, which takes long and has tests of its own. */
const isElsewhere = ({ args }: DocCommand) =>
  args.some((arg) => /ACCOUNT|WORKSPACE|SETTINGS|^ID$|^--(settings|account|workspace)$/.test(arg)) ||
  ['spills', 'doctor', 'replay', 'backtest'].includes(args[0] ?? '') ||
  (args[0] === 'dead-letters' && args[1] !== 'list');

const cli = commands.filter(({ script, args }) => script === 'cli' && args.length > 0);

it('there are commands in the docs', () => {
  expect(commands.length).toBeGreaterThan(20);
  expect(cli.filter((command) => !isElsewhere(command)).length).toBeGreaterThan(4);
});

it.each(commands.map((command) => [command.line, command] as const))('%s names a script', (_, command) => {
  expect(Object.keys(scripts), command.page).toContain(command.script);
});

/** One process for each command, not for each line. */
const usages = new Map<string, Promise<Run>>();
function usageOf(command: string): Promise<Run> {
  const usage = usages.get(command) ?? run('help', command);
  usages.set(command, usage);
  return usage;
}

describe('commands of the tool', () => {
  it.each(cli.map((command) => [command.line, command] as const))(
    '%s has options that there are',
    async (_, { page, args }) => {
      const { code, stdout } = await usageOf(args[0] ?? '');
      expect(code, page).toBe(0);
      for (const option of args.filter((arg) => arg.startsWith('--')))
        expect(stdout, page).toContain(option.split('=', 1)[0]);
    },
  );

  it.each(cli.filter((command) => !isElsewhere(command)).map((command) => [command.line, command] as const))(
    '%s runs',
    async (_, command) => {
      const { code, stdout, stderr } = await run(...filled(command));
      expect({ code, stderr }, command.page).toMatchObject({ code: 0 });
      expect(`${stdout}${stderr}`.length).toBeGreaterThan(0);
    },
  );
});
