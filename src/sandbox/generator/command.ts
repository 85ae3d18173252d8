import { parseArgs } from 'node:util';
import type { Profile } from './records.ts';

export interface SamplesCommand {
  readonly kind: 'samples';
  /** The directory that the files go to. */
  readonly out: string;
}

export interface RecordsCommand {
  readonly kind: 'records';
  readonly count: number;
  readonly seed: number;
  readonly perEvent: number;
  /** Records alone, without an event around them. */
  readonly bare: boolean;
  readonly profile: Profile;
  /** A file, or `-` for standard output. */
  readonly out: string;
}

export type Command =
  | SamplesCommand
  | RecordsCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'usage-error'; readonly message: string };

export const USAGE = `Usage:
  npm run generate -- samples [--out DIR]
      Writes the shipped sample logs again, to DIR (data/samples).
  npm run generate -- records --count N --seed S [options]
      Writes N sign-in records as JSON lines, one event body {"records":[…]} a line. The same seed gives the same records.
      --per-event N        records in an event (20)
      --bare               one record a line with no event around it; goes with --per-event 1
      --profile PROFILE    diverse: all categories, codes and forms (the default); uniform: one form, for measurements
      --out FILE           the file to write, - for standard output (-)`;

/** Reads the arguments behind `npm run generate --`. Never throws: what cannot be understood is a usage error. */
export function parseCommand(args: readonly string[]): Command {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return { kind: 'help' };
  const [name, ...rest] = args;
  try {
    if (name === 'samples') return parseSamples(rest);
    if (name === 'records') return parseRecords(rest);
  } catch (error) {
    return { kind: 'usage-error', message: error instanceof Error ? error.message : String(error) };
  }
  const message = name === undefined ? 'Say what to generate.' : `There is no "${name}" to generate.`;
  return { kind: 'usage-error', message };
}

function parseSamples(args: string[]): SamplesCommand {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string', default: 'data/samples' } },
  });
  return { kind: 'samples', out: values.out };
}

function parseRecords(args: string[]): RecordsCommand {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string' },
      seed: { type: 'string' },
      'per-event': { type: 'string' },
      bare: { type: 'boolean', default: false },
      profile: { type: 'string', default: 'diverse' },
      out: { type: 'string', default: '-' },
    },
  });
  const perEvent = values['per-event'] ?? (values.bare ? '1' : '20');
  if (values.bare && perEvent !== '1') {
    throw new RangeError('--bare writes one record a line: leave --per-event out, or make it 1.');
  }
  return {
    kind: 'records',
    count: toInteger('--count', values.count, 1),
    seed: toInteger('--seed', values.seed, 0),
    perEvent: toInteger('--per-event', perEvent, 1),
    bare: values.bare,
    profile: toProfile(values.profile),
    out: values.out,
  };
}

function toInteger(option: string, text: string | undefined, lowest: number): number {
  if (text === undefined) throw new RangeError(`${option} is missing.`);
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < lowest) {
    throw new RangeError(`${option} must be a whole number from ${lowest} on, not "${text}".`);
  }
  return value;
}

function toProfile(text: string): Profile {
  if (text === 'diverse' || text === 'uniform') return text;
  throw new RangeError(`--profile must be diverse or uniform, not "${text}".`);
}
