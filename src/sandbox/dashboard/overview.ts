import type { CodeCount, Level, NameCount, Overview } from './api.ts';
import type { Entry } from './entry.ts';
import { toTimeline } from './timeline.ts';

const MOST_CODES = 100;
const MOST_NAMES = 10;

/** The order in which codes matter: Unknown before Low, since nobody has judged it. */
const URGENCY: Readonly<Record<Level, number>> = { High: 0, Medium: 1, Unknown: 2, Low: 3 };

/** What sign-ins have in common: levels, time, codes in the order in which they matter, who, where from and to what. */
export function toOverview(
  entries: readonly Entry[],
  nameOf: (code: string) => string | undefined,
): Overview {
  const levels = { High: 0, Medium: 0, Low: 0, Unknown: 0 };
  const codes = new Map<string, CodeTally>();
  const users = new Tallies();
  const addresses = new Tallies();
  const applications = new Tallies();
  for (const entry of entries) {
    levels[entry.level]++;
    countCode(codes, entry);
    users.add(entry.user, entry.code, entry.level);
    addresses.add(entry.address, entry.user, entry.level);
    applications.add(entry.app, entry.user, entry.level);
  }
  const counted = [...codes].map(([code, tally]) => toCodeCount(code, tally, nameOf(code)));
  counted.sort((a, b) => URGENCY[a.level] - URGENCY[b.level] || b.records - a.records);
  return {
    matched: entries.length,
    levels,
    timeline: toTimeline(entries),
    codes: counted.slice(0, MOST_CODES),
    codesTotal: counted.length,
    users: users.top(),
    addresses: addresses.top(),
    applications: applications.top(),
  };
}

interface CodeTally {
  level: Level;
  records: number;
  readonly users: Set<string>;
  readonly addresses: Set<string>;
  first: number;
  last: number;
}

function countCode(codes: Map<string, CodeTally>, { code, level, user, address, time }: Entry): void {
  let tally = codes.get(code);
  if (tally === undefined) {
    tally = { level, records: 0, users: new Set(), addresses: new Set(), first: time, last: time };
    codes.set(code, tally);
  }
  tally.records++;
  if (user !== '') tally.users.add(user);
  if (address !== '') tally.addresses.add(address);
  tally.first = Math.min(tally.first, time);
  tally.last = Math.max(tally.last, time);
}

function toCodeCount(code: string, tally: CodeTally, name: string | undefined): CodeCount {
  const { level, records, users, addresses, first, last } = tally;
  return { code, level, name, records, users: users.size, addresses: addresses.size, first, last };
}

/** How often names occur, with how many High-risk sign-ins and how many different others. */
class Tallies {
  readonly #names = new Map<string, { records: number; high: number; readonly others: Set<string> }>();

  add(name: string, other: string, level: Level): void {
    if (name === '') return;
    let tally = this.#names.get(name);
    if (tally === undefined) {
      tally = { records: 0, high: 0, others: new Set() };
      this.#names.set(name, tally);
    }
    tally.records++;
    if (level === 'High') tally.high++;
    if (other !== '') tally.others.add(other);
  }

  /** Those with the most High-risk sign-ins first, then by how often they occur. */
  top(): NameCount[] {
    const all = [...this.#names].sort(([, a], [, b]) => b.high - a.high || b.records - a.records);
    return all.slice(0, MOST_NAMES).map(([name, { records, high, others }]) => ({
      name,
      records,
      high,
      others: others.size,
    }));
  }
}
