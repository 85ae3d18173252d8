import { distinct } from '../../functions/dynamics.ts';
import { asLong } from '../../functions/shorthand.ts';
import { KqlError } from '../../kqlError.ts';
import type { AggregateName } from '../../permitted.ts';
import type { ColumnType } from '../../schema/types.ts';
import type { Groups } from '../../table/groups.ts';
import type { Read } from '../../table/vector.ts';
import { type Dynamic, isBag, toDynamic, type Value } from '../../values/value.ts';

/** The arguments of an aggregate function, for each row. */
export interface Arguments {
  readonly reads: readonly Read[];
  readonly types: readonly ColumnType[];
}

/** Works out a value for each group. */
export type Aggregate = (args: Arguments, groups: Groups) => Value[];

type Simple = Exclude<AggregateName, 'arg_max' | 'arg_min'>;

const nothing = () => null;

/** Aggregate functions that give one value; their conditional forms take the condition as their last argument. */
export const SIMPLE_AGGREGATES: Readonly<Record<Simple, Aggregate>> = {
  count: (_, groups) => counted(groups, () => true),
  countif: ({ reads: [test = nothing] }, groups) => counted(groups, (row) => test(row) === true),
  dcount: (args, groups) => sets(args, groups, undefined).map((set) => set.length),
  dcountif: (args, groups) => sets(args, groups, args.reads[1]).map((set) => set.length),
  sum: (args, groups) => sums(args, groups, undefined),
  sumif: (args, groups) => sums(args, groups, args.reads[1]),
  avg: (args, groups) => averages(args, groups, undefined),
  avgif: (args, groups) => averages(args, groups, args.reads[1]),
  min: (args, groups) => extremes(args, groups, undefined, (a, b) => a < b),
  minif: (args, groups) => extremes(args, groups, args.reads[1], (a, b) => a < b),
  max: (args, groups) => extremes(args, groups, undefined, (a, b) => a > b),
  maxif: (args, groups) => extremes(args, groups, args.reads[1], (a, b) => a > b),
  percentile: percentiles,
  make_set: (args, groups) => limited(sets(args, groups, undefined), args.reads[1]),
  make_set_if: (args, groups) => limited(sets(args, groups, args.reads[1]), args.reads[2]),
  make_list: (args, groups) => limited(lists(args, groups, undefined), args.reads[1]),
  make_list_if: (args, groups) => limited(lists(args, groups, args.reads[1]), args.reads[2]),
  make_bag: bags,
  take_any: anyValues,
};

function eachRow(groups: Groups, test: Read | undefined, visit: (group: number, row: number) => void): void {
  const { of } = groups;
  for (let row = 0; row < of.length; row++)
    if (test === undefined || test(row) === true) visit(of[row] ?? 0, row);
}

function counted({ of, count }: Groups, test: (row: number) => boolean): Value[] {
  const counts = new Array<number>(count).fill(0);
  for (let row = 0; row < of.length; row++)
    if (test(row)) counts[of[row] ?? 0] = (counts[of[row] ?? 0] ?? 0) + 1;
  return counts;
}

/** The values of each group that are not null, as dynamic ones. */
function lists(
  { reads: [read = nothing], types: [type = 'dynamic'] }: Arguments,
  groups: Groups,
  test: Read | undefined,
): Dynamic[][] {
  const found = Array.from({ length: groups.count }, (): Dynamic[] => []);
  eachRow(groups, test, (group, row) => {
    const value = read(row);
    if (value !== null) found[group]?.push(toDynamic(value, type));
  });
  return found;
}

/** The different values of each group in the order of their first; of a list, its elements. */
function sets(args: Arguments, groups: Groups, test: Read | undefined): Dynamic[][] {
  if (args.types[0] === 'dynamic') return lists(args, groups, test).map((list) => distinct(list.flat()));
  const {
    reads: [read = nothing],
    types: [type = 'dynamic'],
  } = args;
  const seen = Array.from({ length: groups.count }, () => new Set<Value>());
  eachRow(groups, test, (group, row) => {
    const value = read(row);
    if (value !== null) seen[group]?.add(value);
  });
  return seen.map((set) => [...set].map((value) => toDynamic(value, type)));
}

/** The limit is the same for all rows. */
function limited(found: Dynamic[][], limit: Read | undefined): Value[] {
  const most = limit === undefined ? 1_048_576 : Number(limit(0));
  return found.map((list) => (list.length > most ? list.slice(0, most) : list));
}

function numbers(
  { reads: [read = nothing], types: [type] }: Arguments,
  groups: Groups,
  test: Read | undefined,
): number[][] {
  if (type === 'string' || type === 'bool' || type === 'dynamic')
    throw new KqlError(`an aggregate of a ${type} needs numbers, datetimes or timespans`);
  const found = Array.from({ length: groups.count }, (): number[] => []);
  eachRow(groups, test, (group, row) => {
    const value = read(row);
    if (typeof value === 'number') found[group]?.push(value);
  });
  return found;
}

function sums(args: Arguments, groups: Groups, test: Read | undefined): Value[] {
  const whole = args.types[0] !== 'real';
  return numbers(args, groups, test).map((list) => {
    // Nothing that meets a condition sums up to 0; what nulls alone sum up to is not documented.
    if (list.length === 0 && test === undefined && groups.of.length > 0)
      throw new KqlError('sum() of nulls alone is not documented: use coalesce() inside it');
    const sum = list.reduce((total, value) => total + value, 0);
    return whole ? asLong(sum) : sum;
  });
}

function averages(args: Arguments, groups: Groups, test: Read | undefined): Value[] {
  return numbers(args, groups, test).map((list) => {
    if (list.length === 0) throw new KqlError('avg() of no value is not documented: count first');
    const mean = list.reduce((total, value) => total + value, 0) / list.length;
    return args.types[0] === 'timespan' || args.types[0] === 'datetime' ? Math.round(mean) : mean;
  });
}

function extremes(
  { reads: [read = nothing], types: [type] }: Arguments,
  groups: Groups,
  test: Read | undefined,
  better: (a: number, b: number) => boolean,
): Value[] {
  if (type === 'string' || type === 'bool' || type === 'dynamic')
    throw new KqlError(`min and max of a ${type} are not supported`);
  const best = new Array<Value>(groups.count).fill(null);
  eachRow(groups, test, (group, row) => {
    const value = read(row);
    const known = best[group];
    if (typeof value === 'number' && (typeof known !== 'number' || better(value, known))) best[group] = value;
  });
  return best;
}

/** The nearest rank, which Kusto's estimate approaches. */
function percentiles(args: Arguments, groups: Groups): Value[] {
  const percent = Number(args.reads[1]?.(0));
  return numbers(args, groups, undefined).map((list) => {
    if (list.length === 0) throw new KqlError('percentile() of no value is not documented: count first');
    const ranked = list.toSorted((a, b) => a - b);
    return ranked[Math.max(0, Math.ceil((percent / 100) * ranked.length) - 1)] ?? null;
  });
}

/** All members of the group's bags; of a key that occurs twice the first value, while Kusto takes any. */
function bags({ reads: [read = nothing] }: Arguments, groups: Groups): Value[] {
  const found = Array.from({ length: groups.count }, (): Record<string, Dynamic> => ({}));
  eachRow(groups, undefined, (group, row) => {
    const value = read(row);
    const bag = found[group];
    if (bag === undefined || !isBag(value)) return;
    for (const [name, member] of Object.entries(value)) if (!Object.hasOwn(bag, name)) bag[name] = member;
  });
  return found;
}

/** The first value that is neither null nor empty, if there is one. */
function anyValues({ reads: [read = nothing], types: [type] }: Arguments, groups: Groups): Value[] {
  const found = new Array<Value>(groups.count).fill(type === 'string' ? '' : null);
  eachRow(groups, undefined, (group, row) => {
    const known = found[group];
    if (known !== null && known !== '') return;
    found[group] = read(row);
  });
  return found;
}

/**
 * The row of each group with the highest (`sign` 1) or lowest (-1) value: of equal ones the first, while Kusto takes
 * any. A null loses against every value; where all are null it is the first row ("arg_max()", null handling).
 */
export function bestRows(read: Read, type: ColumnType, sign: 1 | -1, groups: Groups): Int32Array {
  if (type === 'string' || type === 'bool' || type === 'dynamic')
    throw new KqlError(`arg_max and arg_min by a ${type} are not supported`);
  const best = groups.first.slice();
  const values = new Float64Array(groups.count).fill(Number.NaN);
  eachRow(groups, undefined, (group, row) => {
    const value = read(row);
    if (typeof value !== 'number') return;
    const known = values[group] ?? Number.NaN;
    if (Number.isNaN(known) || (value - known) * sign > 0) {
      values[group] = value;
      best[group] = row;
    }
  });
  return best;
}
