/** `npm run chaos`: every scenario against the whole system, and the table of what became of each record. */
import { parseArgs } from 'node:util';
import { startRig } from './rig.ts';
import { type Figures, runScenario } from './run.ts';
import { SCENARIOS } from './scenarios.ts';
import { toTable } from './table.ts';

const USAGE = `Usage: npm run chaos -- [--seed N] [--records N] [--only TEXT] [--scale N] [--json]

Sends sign-ins through the whole system on this machine while its parts fail, and accounts for each record by its id.

  --seed N      the same seed gives the same records, faults and kills (default: from the clock; it is printed)
  --records N   different records of each scenario (default: 10000)
  --only TEXT   only the scenarios whose names contain this
  --scale N     how much faster the processors' time goes by (default: 10)
  --json        print the figures as JSON

Exit code: 0 when every scenario came to its end and nothing was lost, else 1.
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    records: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
    scale: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [seed, records, scale] = [Number(values.seed), Number(values.records), Number(values.scale)];
  const chosen = SCENARIOS.filter(({ name }) => name.includes(values.only));
  console.error(
    `seed ${seed}: ${chosen.length} scenarios, ${records} records each, time ${scale} times as fast`,
  );
  const rig = await startRig(scale);
  const all: Figures[] = [];
  let failed = 0;
  try {
    for (const [index, scenario] of chosen.entries()) {
      const options = { seed: seed + index, records, patienceSeconds: 300 };
      const figures = await runScenario(rig, scenario, options).catch((error: unknown) => {
        // The others are worth seeing all the same.
        console.error(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
        failed++;
      });
      if (figures === undefined) continue;
      all.push(figures);
      const { name, sent, lost, strangers, seconds } = figures;
      console.error(`${name}: ${sent} sent, ${lost} lost, ${seconds.toFixed(0)} s`);
      for (const id of figures.lostIds) console.error(`  lost: ${id}`);
      if (strangers > 0) console.error(`  ${strangers} arrived that nobody sent`);
    }
  } finally {
    await rig.close();
  }
  const sum = (of: (figures: Figures) => number) => all.reduce((n, one) => n + of(one), 0);
  if (values.json) console.log(JSON.stringify({ seed, records, scale, scenarios: all }, null, 2));
  else
    console.log(
      `${toTable(all)}\n\n${sum(({ sent }) => sent)} records sent, ${sum(({ lost }) => lost)} lost`,
    );
  return failed + sum(({ lost, strangers }) => lost + strangers) === 0 ? 0 : 1;
}

process.exitCode = await main();
// The Event Hubs SDK leaves a timer of some minutes behind after close(); nothing is left to wait for.
process.stdout.write('', () => process.exit());
