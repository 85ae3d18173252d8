import { createEnricher } from '../../core/enrich.ts';
import { parseArguments, UsageError } from '../arguments.ts';
import { bodiesOf, STANDARD_INPUT } from '../bodies.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { dataOf, type Knowledge, loadKnowledge } from '../knowledge.ts';
import { toLanguage } from '../language.ts';
import { toScreen } from '../screen.ts';
import { toSafeText } from '../text.ts';
import { type FoundRecord, findRecord } from './findRecord.ts';
import { toReport } from './report.ts';
import { valuesNamedIn } from './story.ts';

export const USAGE = `Usage: entra-signin-risk explain [FILE|-] [--index N] [--lang ja|en] [--json] [--pack PACK ...]

One record of a sign-in log in words: who signed in to what, from where and when, with what result, why that has its
level, and what to check next, with the record's own values. The log is a file or standard input, in any accepted form
(JSON, JSON lines, CSV; also gzip).

  --index N     the record, counted from 1 through the log (default: 1); what cannot be read as a record counts too
  --lang ja|en  language of the output; default: Japanese in a Japanese locale, else English
  --json        print JSON, with texts in both languages:
                {catalogVersion, record, file, position, outcome, reason, detail, code, name, level, basis, summary,
                explanation, rationale, check: [{ja, en, values}], notes, alert, row}; outcome is row, row-with-alert,
                skipped or dead-letter, reason and detail say why a record has no row; null where there is none
  --pack PACK   apply a pack of levels: a JSON file, or microsoft-secops, which comes with this tool; may be repeated
  --help        this text

Exit code: 0, 1 there is no such record, 2 wrong usage or something that cannot be read.
`;

/** The command `explain`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain } = parseArguments(args, {
    index: { type: 'string' },
    lang: { type: 'string' },
    json: { type: 'boolean' },
    pack: { type: 'string', multiple: true },
  });
  const [file = STANDARD_INPUT, ...more] = plain;
  if (more.length > 0) throw new UsageError(`one log at a time; "${more[0]}" is one too many`);
  const language = toLanguage(values.lang, host.env);
  const number = toNumber(values.index ?? '1');
  const knowledge = await loadKnowledge(values.pack ?? []);
  const enrich = createEnricher({ ...knowledge, rowDetail: 'compact', minRowLevel: 'Low', alertPolicy: [] });
  const bodies = bodiesOf([file], host.stdin, () => undefined);
  const found = await findRecord(bodies, number, enrich, new Date().toISOString());
  if (typeof found === 'number') {
    const name = file === STANDARD_INPUT ? 'standard input' : toSafeText(file);
    host.stderr.write(`There is no record ${number}: ${name} holds ${found}.\n`);
    return 1;
  }
  if (values.json === true) writeJson(host, toJson(found, knowledge));
  else writeLines(host, toReport(found, knowledge, language, toScreen(host.stdout)));
  return 0;
}

function toNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`--index must be a whole number from 1 on, not "${text}"`);
  return Number(text);
}

function toJson({ number, file, position, outcome }: FoundRecord, knowledge: Knowledge): object {
  const base = { ...dataOf(knowledge), record: number, file, position, outcome: outcome.kind };
  if (outcome.kind === 'skipped') return { ...base, ...NO_SIGN_IN, reason: outcome.reason };
  if (outcome.kind === 'dead-letter')
    return { ...base, ...NO_SIGN_IN, reason: outcome.reason, detail: outcome.letter.detail };
  const { code, notes, row } = outcome;
  const { entry, level, basis, name } = knowledge.classify(code);
  return {
    ...base,
    ...NO_SIGN_IN,
    code,
    name: name ?? null,
    level,
    basis,
    summary: entry?.summary ?? null,
    explanation: entry?.explanation ?? null,
    rationale: entry?.rationale ?? null,
    check: (entry?.remediation.analyst ?? []).map((step) => ({
      ...step,
      values: Object.fromEntries(valuesNamedIn(step.en, row)),
    })),
    notes,
    alert: outcome.kind === 'row-with-alert',
    row,
  };
}

/** The members that every answer has, as they are where the record is no sign-in. */
const NO_SIGN_IN = {
  reason: null,
  detail: null,
  code: null,
  name: null,
  level: null,
  basis: null,
  summary: null,
  explanation: null,
  rationale: null,
  check: [],
  notes: [],
  alert: false,
  row: null,
};
