import { parseArguments, UsageError } from '../arguments.ts';
import { type Counts, count } from '../counts.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { dataOf, type Knowledge, loadKnowledge } from '../knowledge.ts';
import { type Language, toLanguage } from '../language.ts';
import { toScreen } from '../screen.ts';
import { openStandardInput } from '../standardInput.ts';
import { toSafeText } from '../text.ts';
import { toCard } from './card.ts';
import { fromArguments, fromText } from './codes.ts';
import { byLevel, type CodeCount, toAccount, toCodeCounts, toTable } from './table.ts';
import type { Tally } from './tally.ts';

export const USAGE = `Usage: entra-signin-risk classify [CODE ...] [--lang ja|en] [--json] [--pack PACK ...]
       entra-signin-risk classify --input FILE_OR_DIR ... [--lang ja|en] [--json] [--pack PACK ...]

What result codes mean, how risky they are, and what to do. A CODE is 50126, AADSTS50126 or the like. Without codes
standard input is read: codes, or a whole sign-in log (JSON, JSON lines, CSV; also gzip). Up to 5 codes are shown
in full, more of them and logs as a table with counts.

  --input FILE_OR_DIR  logs to read (.json .jsonl .ndjson .log .csv, also .gz; - is standard input); may be repeated,
                       and take several paths
  --lang ja|en         language of the output; default: Japanese in a Japanese locale, else English
  --json               print JSON, with texts in both languages:
                       of codes {catalogVersion, codes: [{code, count, name, level, basis, documented, entry}]},
                       of logs {catalogVersion, records, signIns, codes: [{code, count, name, level, basis, summary}],
                       notes, skipped, deadLetters}, the last three as {reason: count};
                       name, entry and summary are null where there is none
  --pack PACK          apply a pack of levels: a JSON file, or microsoft-secops, which comes with this tool; may be
                       repeated
  --help               this text

Exit code: 0 also for a code that nobody knows, 2 wrong usage or something that cannot be read.
`;

/** More codes than this are a table. */
const MOST_CARDS = 5;

type Output = { readonly host: Host; readonly json: boolean; readonly language: Language };

/** The command `classify`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain, inputs } = parseArguments(args, {
    input: { type: 'string', multiple: true },
    lang: { type: 'string' },
    json: { type: 'boolean' },
    pack: { type: 'string', multiple: true },
  });
  const output = { host, json: values.json ?? false, language: toLanguage(values.lang, host.env) };
  if (plain.length > 0 && inputs.length > 0)
    throw new UsageError('codes and --input do not go together: logs hold the codes themselves');
  const codes = fromArguments(plain);
  if (plain.length > 0 && codes.length === 0) throw new UsageError('there is no code among the arguments');
  const knowledge = await loadKnowledge(values.pack ?? []);
  if (codes.length > 0) showCodes(countsOf(codes), false, knowledge, output);
  else if (inputs.length > 0) await classifyFiles(inputs, knowledge, output);
  else await classifyStandardInput(knowledge, output);
  return 0;
}

function countsOf(codes: readonly string[]): Counts {
  const counts: Counts = new Map();
  for (const code of codes) count(counts, code);
  return counts;
}

async function classifyFiles(inputs: readonly string[], knowledge: Knowledge, output: Output): Promise<void> {
  const [{ bodiesOf }, { tallyOf }] = await Promise.all([import('../bodies.ts'), import('./tally.ts')]);
  const note = (text: string) => output.host.stderr.write(`${toSafeText(text)}\n`);
  showTally(await tallyOf(bodiesOf(inputs, output.host.stdin, note)), knowledge, output);
}

async function classifyStandardInput(knowledge: Knowledge, output: Output): Promise<void> {
  const { host } = output;
  if (host.stdin.isTTY) host.stderr.write('Reading codes or a log from standard input, until Ctrl-D.\n');
  const input = await openStandardInput(host.stdin);
  if (input.form === 'empty') throw new UsageError('no code was given, and standard input is empty');
  if (input.form !== 'text') {
    const [{ bodiesOfStandardInput }, { tallyOf }] = await Promise.all([
      import('../bodies.ts'),
      import('./tally.ts'),
    ]);
    showTally(await tallyOf(bodiesOfStandardInput(input)), knowledge, output);
    return;
  }
  const counts: Counts = new Map();
  for await (const code of fromText(input.chunks)) count(counts, code);
  showCodes(counts, true, knowledge, output);
}

/** @param counted the numbers of the codes are worth a look, too */
function showCodes(counts: Counts, counted: boolean, knowledge: Knowledge, output: Output): void {
  const { host, json, language } = output;
  const codes = [...counts.keys()];
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  if (json) {
    writeJson(host, {
      ...dataOf(knowledge),
      codes: toCodeCounts(counts, knowledge).map((code) => toJson(code, knowledge)),
    });
    return;
  }
  const screen = toScreen(host.stdout);
  if (codes.length > MOST_CARDS || (counted && total > MOST_CARDS)) {
    writeLines(host, toTable(byLevel(toCodeCounts(counts, knowledge)), counted, language, screen));
    return;
  }
  const rule = screen.paint('dim', '-'.repeat(screen.width));
  const cards = codes.map((code) => toCard(code, knowledge, language, screen));
  writeLines(
    host,
    cards.flatMap((card, index) => (index === 0 ? card : ['', rule, '', ...card])),
  );
}

function toJson({ code, count: n, level, basis, name, entry }: CodeCount, { names }: Knowledge): object {
  const documented = Object.hasOwn(names.names, code);
  return { code, count: n, name: name ?? null, level, basis, documented, entry: entry ?? null };
}

function showTally(tally: Tally, knowledge: Knowledge, { host, json, language }: Output): void {
  const codes = byLevel(toCodeCounts(tally.codes, knowledge));
  if (json) {
    writeJson(host, {
      ...dataOf(knowledge),
      records: tally.records,
      signIns: tally.signIns,
      codes: codes.map(({ code, count: n, name, level, basis, entry }) => ({
        code,
        count: n,
        name: name ?? null,
        level,
        basis,
        summary: entry?.summary ?? null,
      })),
      notes: Object.fromEntries(tally.notes),
      skipped: Object.fromEntries(tally.skipped),
      deadLetters: Object.fromEntries(tally.deadLetters),
    });
    return;
  }
  const screen = toScreen(host.stdout);
  const table = codes.length === 0 ? [] : toTable(codes, true, language, screen);
  writeLines(host, [...table, ...toAccount(tally, language, screen)]);
}
