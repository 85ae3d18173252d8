import { type AlertPolicy, alertPolicySchema } from '../../core/alert/policy.ts';
import { parseArguments, UsageError } from '../arguments.ts';
import { bodiesOf, STANDARD_INPUT } from '../bodies.ts';
import type { Counts } from '../counts.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { readJsonFile } from '../jsonFile.ts';
import { dataOf, type Knowledge, loadKnowledge } from '../knowledge.ts';
import { toLanguage } from '../language.ts';
import { toScreen } from '../screen.ts';
import { toSafeText } from '../text.ts';
import { toReport } from './report.ts';
import { stateOf, type Trial, topOf, tryPolicy } from './trial.ts';

export const USAGE = `Usage: entra-signin-risk policy POLICY.json [--input FILE_OR_DIR ...] [--lang ja|en] [--json] [--pack PACK ...]

What an alert policy would have done to a sign-in log: the alerts with and without it, what each rule did, and which
codes and users it concerns. Without --input the log comes on standard input, in any accepted form. The time at which
the hub got an event is not in a log: rules expire by each record's own time. A record that stands in the log twice
counts twice.

  --input FILE_OR_DIR  logs to read (.json .jsonl .ndjson .log .csv, also .gz; - is standard input); may be repeated,
                       and take several paths
  --lang ja|en         language of the output; default: Japanese in a Japanese locale, else English
  --json               print JSON: {catalogVersion, records, signIns, others: {reason: count}, from, to, withoutTime,
                       alerts: {without, with, suppressed, added}, rules: [{action, reason, expires, state, matched,
                       sent, suppressed}], suppressedByCode, addedByCode: {code: count}, suppressedByUser,
                       addedByUser: [[user, count]], the first 100}; state is active, expired-during-log or
                       expired-before-log; null where there is none
  --pack PACK          apply a pack of levels: a JSON file, or microsoft-secops, which comes with this tool; may be
                       repeated
  --help               this text

Exit code: 0, 2 wrong usage or something that cannot be read.
`;

const MOST_USERS = 100;

/** The command `policy`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain, inputs } = parseArguments(args, {
    input: { type: 'string', multiple: true },
    lang: { type: 'string' },
    json: { type: 'boolean' },
    pack: { type: 'string', multiple: true },
  });
  const [file, ...more] = plain;
  if (file === undefined)
    throw new UsageError('the file with the policy is missing; it comes before --input');
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one too many; logs are named with --input`);
  const language = toLanguage(values.lang, host.env);
  const policy = await readJsonFile(file, 'alert policy', alertPolicySchema);
  const knowledge = await loadKnowledge(values.pack ?? []);
  const note = (text: string) => host.stderr.write(`${toSafeText(text)}\n`);
  const bodies = bodiesOf(inputs.length > 0 ? inputs : [STANDARD_INPUT], host.stdin, note);
  const trial = await tryPolicy(bodies, policy, knowledge, new Date().toISOString());
  if (values.json === true) writeJson(host, toJson(trial, policy, knowledge));
  else writeLines(host, toReport(trial, policy, knowledge, language, toScreen(host.stdout)));
  return 0;
}

function toJson(trial: Trial, policy: AlertPolicy, knowledge: Knowledge): object {
  const users = (counts: Counts) => topOf(counts, MOST_USERS);
  return {
    ...dataOf(knowledge),
    records: trial.records,
    signIns: trial.signIns,
    others: Object.fromEntries(trial.others),
    from: toTime(trial.from),
    to: toTime(trial.to),
    withoutTime: trial.withoutTime,
    alerts: {
      without: trial.without,
      with: trial.with,
      suppressed: trial.suppressed,
      added: trial.added,
    },
    rules: policy.map((rule, index) => ({
      action: rule.action,
      reason: rule.reason,
      expires: rule.expires ?? null,
      state: stateOf(rule, trial),
      ...trial.rules[index],
    })),
    suppressedByCode: Object.fromEntries(trial.suppressedByCode),
    addedByCode: Object.fromEntries(trial.addedByCode),
    suppressedByUser: users(trial.suppressedByUser),
    addedByUser: users(trial.addedByUser),
  };
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
