import { beforeAll, describe, expect, it } from 'vitest';
import { readHunts } from '../../scripts/sentinel/content.ts';
import { HUNTS } from '../../scripts/sentinel/scenarios/hunts.ts';
import type { Stage } from '../../scripts/sentinel/scenarios/stage.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { faultsOfHunt } from './support/judge.ts';
import { rowsOf } from './support/rows.ts';
import { runHunt } from './support/scheduler.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

const hunts = new Map(readHunts().map(({ name, content }) => [name, content]));

function find(name: string, tell: (stage: Stage) => void, watchlists = {}) {
  const hunt = hunts.get(name);
  if (hunt === undefined) throw new Error(`no hunt ${name}`);
  return runHunt(hunt, rowsOf(tell), watchlists);
}

it('every hunt has its scenarios', () => {
  expect([...new Set(HUNTS.map(({ of }) => of))].sort()).toEqual([...hunts.keys()].sort());
});

describe.each(HUNTS)('hunt $of', ({ of, codes, found, hidden, user, watchlists }) => {
  it('has a scenario for each code that it asks for', () => {
    const lists = hunts.get(of)?.query.matchAll(/codes=dynamic\(\[([^\]]*)\]\)/g) ?? [];
    const named = Array.from(lists, ([, list = '']) => list.match(/\d{4,7}/g) ?? []).flat();
    expect(codes.map(String)).toEqual(expect.arrayContaining(named));
  });

  it.each(codes)('finds code %i, with who and where', (code) => {
    const rows = find(of, (stage) => found(stage, code), watchlists);
    expect(faultsOfHunt(rows, code, user)).toEqual([]);
  });

  it.each(Object.entries(hidden))('leaves out: %s', (_, tell) => {
    expect(find(of, tell, watchlists)).toEqual([]);
  });
});
