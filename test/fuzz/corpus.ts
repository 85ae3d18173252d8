import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decodeBody } from '../../src/core/decode.ts';
import { FIXTURES, outcomesOf } from '../unit/core/support.ts';
import { FORMS } from './forms.ts';

const ROOT = new URL('../../', import.meta.url);

/** Records that others published; they are not part of this repository. */
const PUBLISHED = new URL('../shared/samples/', ROOT);

/** What fuzzing starts from. */
export interface Corpus {
  /** JSON texts of sign-ins that nothing is wrong with; each gives one row, with an id that no other has. */
  readonly records: readonly string[];
  /** The shortest of them, which are the neighbours of what is changed. */
  readonly small: readonly string[];
  /** Whole bodies, some of them broken. */
  readonly bodies: readonly Buffer[];
  /** Files as people download them: CSV of the portal and of Log Analytics. */
  readonly files: readonly Buffer[];
  /** False where the published records were not at hand. */
  readonly hasPublished: boolean;
}

/** Records of a sample are alike: a few of each are enough. */
const RECORDS_PER_SAMPLE = 8;

const CSV = [
  'Date (UTC),Request ID,User,Username,User ID,Application,Application ID ,Resource,IP address,Location,Status,' +
    'Sign-in error code,Failure reason,Client app,Browser,Operating System,Compliant,Conditional access,' +
    'Incoming token type,Incoming token type,Autonomous system  number\r\n' +
    '2026-03-04T09:16:02Z,11111111-2222-3333-4444-555555555555,"Sample, User",user@example.com,,App,,"Res ""x""",' +
    '203.0.113.7,"Tokyo, Tokyo, JP",Failure,50126,"Invalid\nuser",Browser,Edge,Windows,,Not Applied,None,,64496\r\n' +
    '"3/4/2026, 9:16:02 AM",id-2,User,user@example.com,,,,,2001:db8::7,,Success,,,,,,,,,,\r\n',
  'TimeGenerated [UTC],ResultType,Category,UserPrincipalName,LocationDetails,IsInteractive\n' +
    '"3/4/2026, 9:16:02.391 AM",50053,SignInLogs,user@example.com,"{""city"":""Tokyo""}",true\n',
  'time,resultType,properties\n2026-03-04T09:16:02Z,0,"{""userPrincipalName"":""user@example.com""}"\n',
];

function readSamples(folder: URL): Buffer[] {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.filter((name) => /\.jsonl?$/.test(name)).map((name) => readFileSync(new URL(name, folder)));
}

function recordsIn(body: Buffer): string[] {
  const items = decodeBody(body).filter((item) => item.ok);
  const step = Math.max(1, Math.floor(items.length / RECORDS_PER_SAMPLE));
  return items.filter((_, index) => index % step === 0).map(({ bytes }) => Buffer.from(bytes()).toString());
}

function isGood(record: string): boolean {
  const outcomes = outcomesOf(`[${record}]`);
  return outcomes.length === 1 && outcomes[0] !== undefined && 'row' in outcomes[0];
}

/** Reads the corpus: hand-made records, the project's samples and, where they are at hand, published records. */
export function readCorpus(): Corpus {
  const own = readSamples(new URL('data/samples/', ROOT));
  const published = readSamples(PUBLISHED);
  const samples = [...own, ...published].flatMap(recordsIn);
  // Records of lines keep no line ends, so that each of them can stand on a line.
  const all = [
    ...FIXTURES.map((record) => JSON.stringify(record)),
    ...samples.map((text) => JSON.stringify(JSON.parse(text))),
  ];
  const records = [...new Set(all)].filter(isGood);
  const malformed = own.flatMap((sample) => sample.toString().split('\n')).map((line) => Buffer.from(line));
  const wrapped = FORMS.map(({ of }, index) =>
    Buffer.from(
      of([records[index % records.length] ?? '{}', '{}', records[(index * 7) % records.length] ?? '{}']),
    ),
  );
  return {
    records,
    small: records.toSorted((a, b) => a.length - b.length).slice(0, 40),
    bodies: [...wrapped, ...published, ...malformed].filter(({ length }) => length > 0 && length < 8_000),
    files: CSV.map((text) => Buffer.from(text)),
    hasPublished: published.length > 0,
  };
}
