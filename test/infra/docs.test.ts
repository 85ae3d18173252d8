import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toAnchor } from '../../scripts/markdown.ts';
import { at, readExamples, readPipelines, toAppSettings } from '../support/snapshots.ts';
import { ROOT } from '../support/sources.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = [
  'docs/deploy.md',
  'docs/sizing.md',
  'docs/choose.md',
  'docs/architecture.md',
  'docs/parameters.md',
  'docs/notify.md',
];
const template = read('infra/main.bicep');
const parameters = Array.from(template.matchAll(/^param (\w+) /gm), ([, name = '']) => name);
const deploy = read('docs/deploy.md');
const sizing = read('docs/sizing.md');

/** The cells of the row that begins with this text. */
function rowOf(page: string, label: string): string[] {
  const line = page
    .split('\n')
    .find((one) => one.startsWith('|') && one.split('|')[1]?.trim().startsWith(label));
  return (line ?? '')
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe.each(PAGES)('%s', (path) => {
  it('has links that lead somewhere', () => {
    const anchors = (page: string) =>
      Array.from(read(page).matchAll(/^#+ (.+)$/gm), ([, heading = '']) => toAnchor(heading));
    const broken = Array.from(read(path).matchAll(/\]\(([^)]+)\)/g), ([, link = '']) => link).filter(
      (link) => {
        if (link.startsWith('https://')) return false;
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? path : join(dirname(path), file);
        if (!existsSync(join(ROOT, target))) return true;
        return anchor !== undefined && !anchors(target).includes(anchor);
      },
    );
    expect(broken).toEqual([]);
  });

  it('names only parameters that there are', () => {
    const named = Array.from(
      read(path).matchAll(
        /`((?:hub|instance|maximum|alwaysReady|existing|exempt|data|create|public|private|row|min|deployment|notify)[A-Z]\w+)\b(?!\()/g,
      ),
      ([, name = '']) => name,
    );
    // Parameters of the templates beside main.bicep.
    const others = ['dataCollectionRules', 'privateLinkScopeName', 'notifyDigest'];
    expect(named.filter((name) => !parameters.includes(name) && !others.includes(name))).toEqual([]);
  });
});

describe('docs/deploy.md', () => {
  it('names every kind of resource that can come to be, and whether it costs something while idle', () => {
    const begin = deploy.indexOf('## What exists afterwards');
    const table = deploy.slice(begin, deploy.indexOf('What the app', begin));
    const types = new Set(readPipelines().flatMap(({ resources }) => resources.map(({ type }) => type)));
    expect(types.size).toBeGreaterThan(25);
    const unnamed = [...types].filter((type) => {
      const [namespace, top, ...rest] = type.split('/');
      const child = rest.length === 0 || table.includes(`…/${rest.join('/')}\``);
      return !table.includes(`\`${namespace}/${top}\``) || !child;
    });
    expect(unnamed).toEqual([]);
    const rows = table
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (---|resource )/.test(line));
    for (const row of rows) expect(row.split('|').at(-2)?.trim(), row).not.toBe('');
  });

  it('names the roles that the app gets, each with its place', () => {
    const begin = deploy.indexOf('| role | on |');
    const rows = deploy.slice(begin, deploy.indexOf('\n\n', begin)).split('\n').slice(2);
    const assignments = readPipelines().map((example) =>
      example
        .of('Microsoft.Authorization/roleAssignments')
        .filter(({ properties }) =>
          String(at(properties, 'principalId')).includes('/userAssignedIdentities/'),
        ),
    );
    // Four more with notifications, which docs/notify.md names.
    for (const list of assignments) expect([rows.length, rows.length + 4]).toContain(list.length);
    expect(assignments.filter((list) => list.length > rows.length)).toHaveLength(1);
    expect(deploy).toContain(`seven \`Microsoft.Authorization/roleAssignments\``);
    expect(rows).toHaveLength(7);
  });

  it('names deployments, outputs, files and hub as they are', () => {
    const outputs = Array.from(template.matchAll(/^output (\w+) /gm), ([, name = '']) => name);
    const used = Array.from(deploy.matchAll(/<([A-Z]+(?:_[A-Z]+)+)>/g), ([, name = '']) => name);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !outputs.includes(name))).toEqual([]);
    const files = Array.from(deploy.matchAll(/infra\/[\w./-]+\.bicep(?:param)?/g), ([file]) => file);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    const [pipeline] = readPipelines();
    if (pipeline === undefined) throw new Error('no pipeline');
    expect(deploy).toContain(`--hub ${toAppSettings(pipeline).get('EVENT_HUB_NAME')}`);
    const options = read('scripts/azure/options.ts');
    for (const name of ['entra-signin-risk-workspace', 'entra-signin-risk-sentinel']) {
      expect(deploy).toContain(name);
      expect(options).toContain(`'${name}'`);
    }
  });
});

describe('docs/sizing.md', () => {
  const sizes = ['10k', '100k', '1m'];

  it.each(['hubUnits', 'hubMaximumUnits', 'hubPartitions', 'alwaysReadyInstances'])(
    'has %s as the template sets it',
    (name) => {
      const [, table = ''] =
        new RegExp(`^param ${name} int = \\{ (.+) \\}\\[users\\]$`, 'm').exec(template) ?? [];
      const set = sizes.map((size) => new RegExp(`'${size}': (\\d+)`).exec(table)?.[1]);
      const units = rowOf(sizing, 'throughput units `hubUnits`').map((cell) => cell.split(', '));
      const shown = {
        hubUnits: units.map(([least]) => least),
        hubMaximumUnits: units.map(([, most]) => most),
        hubPartitions: rowOf(sizing, 'partitions'),
        alwaysReadyInstances: rowOf(sizing, 'always-ready instances'),
      }[name];
      expect(shown).toEqual(set);
    },
  );

  it('adds up', () => {
    const kinds = readExamples().find(({ name }) => name === 'diagnostic-settings');
    const logs = at(kinds?.resources[0], 'properties', 'logs');
    if (!Array.isArray(logs)) throw new Error('no categories');
    const rows = logs.map((log) =>
      rowOf(sizing, String(at(log, 'category'))).map((cell) => Number(cell.replace(/[^\d]/g, ''))),
    );
    const sum = (column: number) =>
      rows.reduce((total, row) => total + (row[0] ?? 0) * (row[column] ?? 0), 0);
    const records = rows.reduce((total, [count = 0]) => total + count, 0);
    expect(records).toBe(130);
    expect([sum(1), sum(2), sum(3)].map((bytes) => Math.round(bytes / 1000))).toEqual([440, 159, 495]);
    const perDay = rowOf(sizing, 'GB a day in the table').map((cell) => cell.split(', ').map(Number));
    const users = [1e4, 1e5, 1e6];
    users.forEach((count, index) => {
      expect(perDay[index]?.[0]).toBeCloseTo((count * sum(2)) / 1e9, index === 0 ? 1 : -0.5);
      expect(perDay[index]?.[1]).toBeCloseTo((count * sum(3)) / 1e9, index === 0 ? 1 : -0.5);
      expect(Number(rowOf(sizing, 'ingestion, compact')[index]?.replace(',', ''))).toBe(
        Math.round(((count * sum(2)) / 1e9) * 30.4 * 4.3),
      );
    });
  });
});
