import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { USAGE as DOCTOR } from '../../../src/cli/doctor/command.ts';
import { USAGE as REPLAY } from '../../../src/cli/replay/usage.ts';
import { ROOT } from '../../support/cliRun.ts';

const page = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8');
const USAGES: Readonly<Record<string, string>> = { doctor: DOCTOR, replay: REPLAY };

/** The commands that the page tells to type, `npm run cli -- <name> <the rest>`. */
const commands = Array.from(
  page.matchAll(/npm run cli -- (doctor|replay)([^`\n]*)/g),
  ([, name = '', rest = '']) => ({
    name,
    rest,
  }),
);

describe('docs/operate.md', () => {
  it('shows both commands', () => {
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set(['doctor', 'replay']));
    expect(commands.length).toBeGreaterThan(6);
  });

  it.each(commands)('knows the options of $name $rest', ({ name, rest }) => {
    const known = new Set(USAGES[name]?.match(/--[a-z-]+/g));
    expect((rest.match(/--[a-z-]+/g) ?? []).filter((option) => !known.has(option))).toEqual([]);
    if (name === 'replay') expect(rest.trim()).toMatch(/^(files|hub|dead-letters)\b/);
  });

  it('names no option in its text that neither has', () => {
    const known = new Set(`${DOCTOR}${REPLAY}`.match(/--[a-z-]+/g));
    expect((page.match(/`--[a-z-]+/g) ?? []).filter((option) => !known.has(option.slice(1)))).toEqual([]);
  });
});
