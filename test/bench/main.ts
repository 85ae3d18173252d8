/** `npm run bench`: what the built app costs, on this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../../scripts/buildApp.ts';
import { loadBuiltApp } from './app.ts';
import { SECTIONS } from './sections.ts';
import { runSoak } from './soak.ts';
import { startServices } from './startServices.ts';

const USAGE = `Usage: npm run bench -- [--rounds N] [--only NAME] [--json]
       npm run bench -- --soak [--minutes N] [--rate N] [--json]

  --rounds N    rounds that count, at least 7 for figures to be shown (default: 9)
  --only NAME   one of: ${SECTIONS.map(({ name }) => name).join(', ')}
  --soak        instead: sign-ins at a steady rate through the whole system on this machine
  --minutes N   of the soak (default: 10)
  --rate N      records a second (default: 1000)
  --json        print the figures as JSON
`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    only: { type: 'string' },
    soak: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function bench(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-bench-'));
  await buildApp(folder);
  const services = await startServices();
  const app = await loadBuiltApp(folder, services.settings);
  const all: Record<string, unknown> = {};
  try {
    for (const section of SECTIONS) {
      if (values.only !== undefined && section.name !== values.only) continue;
      const { figures, lines } = await section.run({ services, app, folder, rounds: Number(values.rounds) });
      all[section.name] = figures;
      if (!values.json) console.log(`## ${section.title}\n\n${lines.join('\n')}\n`);
    }
  } finally {
    services.close();
    rmSync(folder, { recursive: true });
  }
  return all;
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const figures = values.soak
    ? await runSoak(Number(values.minutes), Number(values.rate), (line) => {
        if (!values.json) console.log(line);
      })
    : await bench();
  if (values.json) console.log(JSON.stringify({ node: process.version, ...figures }, null, 2));
}

await main();
// The Event Hubs SDK leaves a timer of some minutes behind after close(); nothing is left to wait for.
process.stdout.write('', () => process.exit());
