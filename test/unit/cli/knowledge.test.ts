import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError } from '../../../src/cli/jsonFile.ts';
import { dataOf, loadKnowledge } from '../../../src/cli/knowledge.ts';
import { SHIPPED_PACK_IDS } from '../../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-packs-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: unknown): string {
  const path = join(folder, `pack-${files++}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const PACK = { id: 'mine', version: '3', levels: { 50126: 'Low', 99999: 'High' }, reason: 'a test' };

describe('packs', () => {
  it('of a tenant change any code, those that ship only codes outside the catalog', async () => {
    const knowledge = await loadKnowledge([file(PACK), 'microsoft-secops']);
    expect(knowledge.classify('50126')).toMatchObject({ level: 'Low', basis: 'pack:mine' });
    expect(knowledge.classify('99999')).toMatchObject({ level: 'High', basis: 'pack:mine' });
    expect(knowledge.classify('50053')).toMatchObject({ level: 'Medium', basis: 'pack:microsoft-secops' });
    expect(dataOf(knowledge)).toEqual({
      catalogVersion: expect.stringMatching(/\+mine@3\+microsoft-secops@/),
    });
  });

  it('may stand in a list, and behind a byte order mark', async () => {
    const list = [PACK, { ...PACK, id: 'other', levels: { 1: 'High' } }];
    const knowledge = await loadKnowledge([file(`\ufeff${JSON.stringify(list)}`)]);
    expect(knowledge.classify('1').basis).toBe('pack:other');
  });

  it.each([
    ['is not there', join(folder, 'missing.json'), /missing\.json: the pack cannot be read/],
    ['is not JSON', file('{\n  "id": "a" "b" }'), /pack-\d+\.json: the pack is not JSON .*line 2 column 13/],
    ['has a word that is not JSON', file('{\n  "id": oops }'), /is not JSON .*oops/],
    ['has a wrong level', file({ ...PACK, levels: { 50126: 'low' } }), /levels\.50126: /],
    ['has a wrong code', file({ ...PACK, levels: { 'x\u001b[2J': 'Low' } }), /levels\.x\ufffd\[2J: .*digits/],
    ['has an unknown member', file({ ...PACK, name: 'x' }), /the whole file: .*name/],
    [
      'has a code twice',
      file('{"id":"a","version":"1","reason":"x","levels":{"1":"Low","1":"High"}}'),
      /levels\.1: .*twice/,
    ],
    ['has the id of one that ships', file({ ...PACK, id: 'microsoft-secops' }), /--pack microsoft-secops/],
  ])('of which one %s are refused, with file and place', async (_, path, message) => {
    const refused = expect(loadKnowledge([path])).rejects;
    await refused.toThrow(FileError);
    await refused.toThrow(message);
  });

  it('that contradict each other are refused, wherever they stand', async () => {
    const other = { ...PACK, id: 'other', levels: { 50126: 'High' } };
    await expect(loadKnowledge([file(PACK), file(other)])).rejects.toThrow(/50126 is Low in pack mine/);
    await expect(loadKnowledge([file(PACK), file(PACK)])).rejects.toThrow(/two packs have the id mine/);
    await expect(
      loadKnowledge([file(PACK), file({ ...other, levels: { 50126: 'Low' } })]),
    ).resolves.toBeDefined();
  });
});

it('knows the same shipped packs as the setting RISK_PACKS', async () => {
  const { idlePacks } = await loadKnowledge([]);
  expect(idlePacks.map(({ id }) => id)).toEqual([...SHIPPED_PACK_IDS]);
});
