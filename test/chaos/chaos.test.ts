import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from './rig.ts';
import { type Figures, runScenario } from './run.ts';
import { FEW_KILLS, SCENARIOS } from './scenarios.ts';
import { toTable } from './table.ts';

/** Those that need the most of the others' machinery; `npm run chaos` runs all of them, for longer. */
const CHOSEN = [
  'ingestion: an answer never comes',
  'ingestion: half of the chunks refused',
  'everything down, then back',
];
const SEED = 20_261_116;
const RECORDS = 600;
const SCALE = 20;

describe(`the whole system under faults (seed ${SEED})`, () => {
  let rig: Rig;
  const all: Figures[] = [];
  beforeAll(async () => {
    rig = await startRig(SCALE);
  });
  afterAll(async () => {
    console.log(toTable(all));
    await rig.close();
  });

  const scenarios = [...SCENARIOS.filter(({ name }) => CHOSEN.includes(name)), FEW_KILLS];
  it.each(scenarios)('$name: every record is somewhere', { timeout: 120_000 }, async (scenario) => {
    const figures = await runScenario(rig, scenario, { seed: SEED, records: RECORDS, patienceSeconds: 90 });
    all.push(figures);
    expect(figures.sent).toBeGreaterThanOrEqual(RECORDS);
    expect({ lost: figures.lostIds, strangers: figures.strangers }).toEqual({ lost: [], strangers: 0 });
    expect(figures.rows + figures.dead).toBeGreaterThanOrEqual(RECORDS);
    expect(figures.redelivered).toBeGreaterThanOrEqual(figures.spilled > 0 ? 1 : 0);
  });

  it('alerts are in the queue within two seconds of their batch while no answer of Log Analytics ever comes', () => {
    const dead = all.find(({ name }) => name === 'ingestion: an answer never comes');
    expect(dead?.alerts).toBeGreaterThan(0);
    expect(dead?.spilled).toBeGreaterThan(0);
    expect(dead?.alertMs.median).toBeLessThan(2_000);
  });
});
