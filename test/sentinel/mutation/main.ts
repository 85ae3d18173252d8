import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readHunts, readRules } from '../../../scripts/sentinel/content.ts';
import { KqlError } from '../../../src/kql/kqlError.ts';
import { type Judge, judgesOf } from './judges.ts';
import { KINDS, type Mutant, mutantsOf } from './mutants.ts';

// Whether the scenarios of rules and hunts notice a change of a threshold, a time, a code or a condition:
//   node test/sentinel/mutation/main.ts [--kind threshold|condition|comparison|code ...] [NAME ...]
// Takes a quarter of an hour for all of them. Exit code 1 when a change went unnoticed.

const { values, positionals: names } = parseArgs({
  options: { kind: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const kinds = z.array(z.enum(KINDS)).parse(values.kind ?? KINDS);
const content = [...readRules(), ...readHunts()].filter(
  ({ name }) => names.length === 0 || names.includes(name),
);
let [all, unnoticed] = [0, 0];
for (const { name, content: original } of content) {
  const judges = judgesOf(name);
  const before = faultOf(judges, original);
  if (before !== undefined) throw new Error(`${name} fails without a change: ${before}`);
  const mutants = mutantsOf(original.query).filter(({ kind }) => kinds.includes(kind));
  const survivors = mutants.filter(({ query }) => faultOf(judges, { ...original, query }) === undefined);
  all += mutants.length;
  unnoticed += survivors.length;
  print(name, mutants.length, survivors);
}
console.log(
  `${all - unnoticed} of ${all} changes noticed (${((100 * (all - unnoticed)) / all).toFixed(1)} %)`,
);
process.exitCode = unnoticed === 0 ? 0 : 1;

/** The first fault that a judge finds; a query that does not run is one. */
function faultOf(judges: readonly Judge[], changed: Parameters<Judge>[0]): string | undefined {
  try {
    for (const judge of judges) {
      const fault = judge(changed);
      if (fault !== undefined) return fault;
    }
    return undefined;
  } catch (error) {
    if (error instanceof KqlError) return error.message;
    throw error;
  }
}

function print(name: string, count: number, survivors: readonly Mutant[]): void {
  console.log(`${name}: ${count - survivors.length} of ${count}`);
  for (const { line, change } of survivors) console.log(`  line ${line}: ${change}`);
}
