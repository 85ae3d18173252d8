import { readdirSync, readFileSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CATEGORIES } from '../../src/core/signIn/category.ts';
import { createGenerator } from '../../src/sandbox/generator/records.ts';
import { SAMPLES_SEED, sampleFiles } from '../../src/sandbox/generator/samples.ts';
import { catalogCodes, catalogRisks } from '../generatorFixtures.ts';

const directory = new URL('../../data/samples/', import.meta.url);
const shipped = new Map(readdirSync(directory).map((name) => [name, readFileSync(new URL(name, directory))]));
const made = new Map(sampleFiles().map(({ name, text }) => [name, text]));

const eventSchema = z.object({
  records: z.array(
    z.looseObject({
      category: z.enum(CATEGORIES),
      resultType: z.string(),
      correlationId: z.string(),
      callerIpAddress: z.string().optional(),
      properties: z.looseObject({
        id: z.string(),
        createdDateTime: z.string(),
        originalRequestId: z.string().optional(),
        userId: z.string().nullish(),
        userPrincipalName: z.string().optional(),
        status: z.looseObject({ additionalDetails: z.string().optional() }),
      }),
    }),
  ),
});
const textOf = (name: string): string => {
  const text = made.get(name);
  if (text === undefined) throw new RangeError(`no sample ${name}`);
  return text;
};
const recordsOf = (name: string) => eventSchema.parse(JSON.parse(textOf(name))).records;
const stories = [...made.keys()].filter((name) => name.endsWith('.json'));
const all = stories.flatMap(recordsOf);
const codesOf = (records: typeof all): string[] => records.map(({ resultType }) => resultType);

describe('data/samples', () => {
  it('holds exactly what `npm run generate -- samples` makes', () => {
    expect([...shipped.keys()].toSorted()).toEqual([...made.keys()].toSorted());
    for (const [name, text] of made) {
      expect(
        shipped.get(name)?.equals(Buffer.from(text)),
        `${name} is stale: run npm run generate -- samples`,
      ).toBe(true);
    }
  });

  it('is valid UTF-8 under 900 KB, each story under the 256 KB of an event', () => {
    let total = 0;
    for (const [name, bytes] of shipped) {
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes), name).not.toThrow();
      expect(bytes.length, name).toBeLessThan(256 * 1024);
      total += bytes.length;
    }
    expect(total).toBeLessThan(900_000);
  });

  it('has every category, every code of the catalog, and codes outside it', () => {
    expect(new Set(all.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    const codes = new Set(codesOf(all));
    expect(catalogCodes.filter((code) => !codes.has(code))).toEqual([]);
    expect([...codes].filter((code) => !catalogRisks.has(code)).length).toBeGreaterThanOrEqual(3);
  });

  it('happens on 16 November 2026, in order', () => {
    for (const name of stories) {
      const times = recordsOf(name).map(({ properties }) => properties.createdDateTime.slice(0, 19));
      expect(times.every((time) => time.startsWith('2026-11-16T'))).toBe(true);
      expect(times, name).toEqual(times.toSorted());
    }
  });

  it('has one id per record and one object id per user name', () => {
    const ids = all.map(({ properties }) => properties.id);
    expect(new Set(ids).size).toBe(ids.length);
    const byName = Map.groupBy(all, ({ properties }) => properties.userPrincipalName);
    for (const [name, records] of byName) {
      if (name?.includes('@') !== true) continue;
      expect(new Set(records.map(({ properties }) => properties.userId)).size, name).toBe(1);
    }
  });

  it('has attempts whose rows share the id of the first', () => {
    const attempts = Map.groupBy(all, ({ properties }) => properties.originalRequestId);
    for (const [id, rows] of attempts) {
      if (id === undefined) continue;
      expect(rows[0]?.properties.id).toBe(id);
      expect(new Set(rows.map(({ correlationId }) => correlationId)).size).toBe(1);
    }
    expect([...attempts.values()].some(({ length }) => length > 1)).toBe(true);
  });
});

describe('stories', () => {
  it('a password spray: one address, many users within 20 minutes, and one of them let in', () => {
    const records = recordsOf('02-password-spray.json');
    expect(new Set(records.map(({ callerIpAddress }) => callerIpAddress)).size).toBe(1);
    const failed = records.filter(({ resultType }) => resultType === '50126');
    expect(new Set(failed.map(({ properties }) => properties.userId)).size).toBeGreaterThanOrEqual(25);
    expect(codesOf(records).filter((code) => code === '50053')).toHaveLength(1);
    expect(records.at(-1)?.resultType).toBe('0');
    const times = records.map(({ properties }) => Date.parse(properties.createdDateTime));
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(20 * 60_000);
  });

  it('MFA fatigue: attempts of one user that are declined, then one that succeeds', () => {
    const records = recordsOf('03-mfa-fatigue.json');
    expect(new Set(records.map(({ properties }) => properties.userPrincipalName))).toEqual(
      new Set(['user0042@example.com']),
    );
    const declined = records.filter(
      ({ properties }) =>
        properties.status.additionalDetails === 'MFA denied; user declined the authentication',
    );
    expect(
      new Set(declined.map(({ properties }) => properties.originalRequestId)).size,
    ).toBeGreaterThanOrEqual(5);
    const codes = codesOf(records);
    expect(codes.indexOf('0')).toBeGreaterThan(codes.lastIndexOf('500121'));
  });

  it('a wrong secret: one service principal, three codes, then success', () => {
    const codes = codesOf(recordsOf('06-wrong-secret.json'));
    expect(new Set(codes)).toEqual(new Set(['7000215', '7000218', '7000222', '0']));
    expect(codes.at(-1)).toBe('0');
    expect(codes.indexOf('0')).toBeGreaterThan(codes.lastIndexOf('7000215'));
  });
});

describe('malformed events', () => {
  const lines = textOf('90-malformed-events.jsonl').trimEnd().split('\n');
  const parses = (line: string): boolean => {
    try {
      JSON.parse(line.replace(/^\ufeff/, ''));
      return true;
    } catch {
      return false;
    }
  };

  it('are the two that no parser takes, and others with one fault each', () => {
    expect(lines.filter((line) => !parses(line))).toEqual(lines.slice(0, 2));
    expect(lines.filter((line) => line.startsWith('\ufeff'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"__proto__"'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"properties":"{'))).toHaveLength(1);
    expect(
      lines.filter((line) => line.includes('"category":"AuditLogs"') && line.includes('"Update"')),
    ).toHaveLength(1);
    for (const text of [
      '" 50126 "',
      ':50126,"resultS',
      '"0050126"',
      '"Failure"',
      '[',
      ',42,null,',
      '"hello"',
    ]) {
      expect(
        lines.some((line) => line.includes(text)),
        text,
      ).toBe(true);
    }
  });

  it('end with a record that comes twice, with another time in the envelope', () => {
    const [first, second] = lines.slice(-2).map((line) => eventSchema.parse(JSON.parse(line)).records[0]);
    expect(second).not.toEqual(first);
    expect({ ...second, time: first?.['time'] }).toEqual(first);
  });
});

describe('only reserved names and addresses', () => {
  const reserved = new BlockList();
  for (const net of ['192.0.2.0', '198.51.100.0', '203.0.113.0']) reserved.addSubnet(net, 24);
  reserved.addSubnet('2001:db8::', 32, 'ipv6');
  const texts = [...made.values(), createGenerator({ seed: SAMPLES_SEED, start: new Date(0) }).event(3000)];

  it('in every address', () => {
    for (const text of texts) {
      for (const [, address = ''] of text.matchAll(/"(?:callerIpAddress|ipAddress)":"([^"<]+)"/g)) {
        expect(reserved.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'), address).toBe(true);
      }
    }
  });

  it('in every domain', () => {
    const names = texts.flatMap(
      (text) => text.match(/[\w.-]+\.(?:com|net|org|io|info|biz|gov|edu|local)\b/gi) ?? [],
    );
    expect(names.length).toBeGreaterThan(1000);
    for (const name of new Set(names)) expect(name).toMatch(/(^|[._])example\.(com|org|net)$/);
  });

  it('in every autonomous system number', () => {
    for (const text of texts) {
      for (const [, number] of text.matchAll(/"autonomousSystemNumber":(\d+)/g)) {
        expect(Number(number)).toBeGreaterThanOrEqual(64496);
        expect(Number(number)).toBeLessThanOrEqual(64511);
      }
    }
  });
});
