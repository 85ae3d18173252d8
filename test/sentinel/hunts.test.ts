import { beforeAll, describe, expect, it } from 'vitest';
import { readHunts } from '../../scripts/sentinel/content.ts';
import { HUNTS } from '../../scripts/sentinel/scenarios/hunts.ts';
import { SEED, Stage, toTableRows } from '../../scripts/sentinel/scenarios/stage.ts';
import { createTenant } from '../../src/sandbox/generator/tenant.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { runHunt } from './support/scheduler.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

const hunts = new Map(readHunts().map(({ name, content }) => [name, content]));
const { users } = createTenant(SEED);

function find(name: string, tell: (stage: Stage) => void, watchlists = {}) {
  const hunt = hunts.get(name);
  if (hunt === undefined) throw new Error(`no hunt ${name}`);
  const stage = new Stage();
  tell(stage);
  return runHunt(hunt.query, toTableRows(stage.records()), watchlists);
}

it('every hunt has its scenarios', () => {
  expect([...new Set(HUNTS.map(({ of }) => of))].sort()).toEqual([...hunts.keys()].sort());
});

describe.each(HUNTS)('hunt $of', ({ of, codes, found, hidden, user, watchlists }) => {
  it.each(codes)('finds code %i, with who and where', (code) => {
    const rows = find(of, (stage) => found(stage, code), watchlists);
    expect(rows.length).toBeGreaterThanOrEqual(1);
    const [row = {}] = rows;
    const told = row['Codes'] ?? [row['ResultType']];
    expect(told).toContain(String(code));
    if (user !== undefined) {
      expect(row['UserId']).toBe(users[user - 1]?.id);
      expect(row['AccountName']).toBe(users[user - 1]?.userPrincipalName.split('@')[0]);
    }
    expect(row['IPAddress']).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(row['RecordIds']).toMatch(/^[0-9a-f-]{36}/);
  });

  it.each(Object.entries(hidden))('leaves out: %s', (_, tell) => {
    expect(find(of, tell, watchlists)).toEqual([]);
  });
});
