import { KqlError } from '../kqlError.ts';
import {
  type Dynamic,
  DynamicDatetime,
  DynamicTimespan,
  isBag,
  toDynamic,
  type Value,
} from '../values/value.ts';
import type { ScalarFunctions } from './registry.ts';
import { asList, asNumber, asText, plain, total } from './shorthand.ts';

/** Functions on dynamic lists and bags. */
export const DYNAMICS: ScalarFunctions = {
  array_length: total((list) => asList(list)?.length ?? null),
  array_slice: plain((list, start, end) => slice(asList(list), asNumber(start), asNumber(end))),
  array_concat: plain((...lists) => lists.flatMap((list) => asList(list) ?? refuseNoList('array_concat'))),
  array_index_of: {
    of: (types) => (list, value) => {
      const key = keyOf(toDynamic(value ?? null, types[1] ?? 'dynamic'));
      return asList(list)?.findIndex((item) => keyOf(item) === key) ?? null;
    },
  },
  array_sort_asc: plain((...lists) => sorted(lists, 1)),
  array_sort_desc: plain((...lists) => sorted(lists, -1)),
  pack_array: {
    seesNull: true,
    of:
      (types) =>
      (...items) =>
        items.map((item, index) => toDynamic(item, types[index] ?? 'dynamic')),
  },
  set_has_element: {
    of: (types) => (list, value) => {
      const key = keyOf(toDynamic(value ?? null, types[1] ?? 'dynamic'));
      return asList(list)?.some((item) => keyOf(item) === key) ?? null;
    },
  },
  set_union: plain((...lists) =>
    distinct(lists.flatMap((list) => asList(list) ?? refuseNoList('set_union'))),
  ),
  set_intersect: plain((...lists) => {
    const [first = [], ...others] = lists.map((list) => asList(list) ?? refuseNoList('set_intersect'));
    const keys = others.map((list) => new Set(list.map(keyOf)));
    return distinct(first).filter((item) => keys.every((set) => set.has(keyOf(item))));
  }),
  set_difference: plain((...lists) => {
    const [first = [], ...others] = lists.map((list) => asList(list) ?? refuseNoList('set_difference'));
    const keys = new Set(others.flat().map(keyOf));
    return distinct(first).filter((item) => !keys.has(keyOf(item)));
  }),
  bag_pack: bagPack(),
  pack: bagPack(),
  bag_keys: plain((bag = null) => (isBag(bag) ? Object.keys(bag) : null)),
  bag_has_key: plain((bag = null, key) => {
    if (asText(key).startsWith('$')) throw new KqlError('bag_has_key with a path is not supported');
    return isBag(bag) && Object.hasOwn(bag, asText(key));
  }),
  bag_merge: plain((...bags) => Object.assign({}, ...bags.filter((bag) => isBag(bag)).toReversed())),
};

function bagPack() {
  return {
    seesNull: true,
    of:
      (types: readonly string[]) =>
      (...args: Value[]) => {
        const bag: Record<string, Dynamic> = {};
        for (let at = 0; at + 1 < args.length; at += 2) {
          const type = types[at + 1];
          const value = args[at + 1] ?? null;
          bag[asText(args[at])] = toDynamic(
            value,
            type === 'datetime' || type === 'timespan' ? type : 'dynamic',
          );
        }
        return bag;
      },
  } as const;
}

function refuseNoList(name: string): never {
  throw new KqlError(`what ${name} gives for a value that is no list is not documented`);
}

/** What makes two dynamic values the same one. */
export function keyOf(value: Dynamic): string | number | boolean | null {
  if (typeof value === 'string') return `s${value}`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof DynamicDatetime) return `d${value.ticks}`;
  if (value instanceof DynamicTimespan) return `t${value.ticks}`;
  return `j${JSON.stringify(value)}`;
}

/** The values without repeats, in the order of their first. */
export function distinct(values: readonly Dynamic[]): Dynamic[] {
  const seen = new Set<string | number | boolean | null>();
  return values.filter((value) => {
    const key = keyOf(value);
    return seen.has(key) ? false : seen.add(key);
  });
}

function slice(list: readonly Dynamic[] | undefined, start: number, end: number): Dynamic {
  if (list === undefined) return null;
  const at = (index: number) => (index < 0 ? list.length + index : index);
  return list.slice(Math.max(0, at(start)), at(end) + 1);
}

/** Numbers, datetimes and timespans come before text; others keep their order behind both. */
function rank(value: Dynamic): number {
  if (value === null) return 3;
  if (typeof value === 'number' || value instanceof DynamicDatetime || value instanceof DynamicTimespan)
    return 0;
  return typeof value === 'string' ? 1 : 2;
}

const numberOf = (value: Dynamic) =>
  value instanceof DynamicDatetime || value instanceof DynamicTimespan ? value.ticks : Number(value);

function sorted(lists: readonly Value[], direction: 1 | -1): Dynamic {
  const [list, ...more] = lists;
  if (more.length > 0) throw new KqlError('sorting more than one array is not supported');
  const items = asList(list);
  if (items === undefined) return null;
  if (direction === -1 && new Set(items.map(rank)).size > 1)
    throw new KqlError('the descending order of values of different types is not documented');
  return items.toSorted((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    if (rank(a) === 0) return (numberOf(a) - numberOf(b)) * direction;
    if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0;
    return (a < b ? -1 : 1) * direction;
  });
}
