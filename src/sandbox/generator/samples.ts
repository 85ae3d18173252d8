import { MALFORMED_NAME, type MalformedEvent, malformedEvents } from './malformed.ts';
import type { SignInRecord } from './record.ts';
import { STORIES } from './stories.ts';
import { type Story, Storyteller } from './storyteller.ts';

/** The seed of the shipped samples. */
export const SAMPLES_SEED = 20261116;

/** A file of `data/samples`. */
export interface SampleFile {
  readonly name: string;
  readonly text: string;
}

interface Told {
  readonly story: Story;
  readonly records: readonly SignInRecord[];
}

/** The shipped samples: one event per story, the malformed events, and the README that explains them. */
export function sampleFiles(): SampleFile[] {
  const told = STORIES.map((story) => {
    const teller = new Storyteller(SAMPLES_SEED, story.name);
    story.tell(teller);
    return { story, records: teller.records() };
  });
  const malformed = malformedEvents(SAMPLES_SEED);
  return [
    ...told.map(({ story, records }) => ({ name: `${story.name}.json`, text: toEventText(records) })),
    { name: `${MALFORMED_NAME}.jsonl`, text: malformed.map(({ body }) => `${body}\n`).join('') },
    { name: 'README.md', text: toReadme(told, malformed) },
  ];
}

/** One event body, with a line for each record so that differences can be read. */
function toEventText(records: readonly SignInRecord[]): string {
  return `{"records":[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]}\n`;
}

function toReadme(told: readonly Told[], malformed: readonly MalformedEvent[]): string {
  const stories = told.map(({ story, records }) =>
    [
      `## ${story.title}`,
      '',
      `\`${story.name}.json\`, ${records.length} records. ${story.tells}`,
      '',
      `Codes: ${toCodes(records)}.`,
      '',
    ].join('\n'),
  );
  return `# Sample sign-in logs

Made by \`npm run generate -- samples\` with seed ${SAMPLES_SEED}; do not edit, a test holds the files against the script.
Everything happens on 16 November 2026 (UTC) in one made-up tenant. People, apps and ids are invented, domains and
addresses are those reserved for documentation; only the ids of Microsoft's own applications are real, and public.

Each \`.json\` file is the body of one event, \`{"records":[…]}\`, in the form in which diagnostic settings send it.
More records, as many as needed: \`npm run generate -- records --count 100000 --seed 1 --out records.jsonl\`.

${stories.join('\n')}
## Malformed events

\`${MALFORMED_NAME}.jsonl\`, ${malformed.length} events, one body a line:

${malformed.map(({ fault }, index) => `${index + 1}. ${fault}`).join('\n')}
`;
}

function toCodes(records: readonly SignInRecord[]): string {
  const counts = new Map<number, number>();
  for (const { resultType } of records) {
    counts.set(Number(resultType), (counts.get(Number(resultType)) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([code, count]) => (count === 1 ? String(code) : `${code} ×${count}`))
    .join(', ');
}
