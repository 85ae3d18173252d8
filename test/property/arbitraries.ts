import fc from 'fast-check';
import type { JsonObject } from '../../src/core/json/types.ts';
import { FIXTURES } from '../unit/core/support.ts';

/** The same runs every time; a failure prints its seed and path. Other ones: set PROPERTY_SEED or PROPERTY_RUNS. */
export function runs(numRuns: number): { seed: number; numRuns: number } {
  const { PROPERTY_SEED, PROPERTY_RUNS } = process.env;
  return { seed: Number(PROPERTY_SEED ?? 20_260_304), numRuns: Number(PROPERTY_RUNS ?? numRuns) };
}

/** Text of any UTF-16 units, and such as has a meaning in sign-in logs. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', '0', '50126', 'Success', 'SignInLogs', 'AuditLogs', 'none', 'true', '[]', '{}', 'null'),
  fc.constantFrom('2026-03-04T09:16:02Z', '3/4/2026 1:00:00 PM', '9999-12-31T23:59:59-05:00', '203.0.113.1'),
);

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'toJSON', 'records', 'value', 'tables', 'columns'),
  fc.constantFrom(
    'time',
    'category',
    'resultType',
    'properties',
    'status',
    'errorCode',
    'id',
    'rows',
    'name',
  ),
  fc.constantFrom('TimeGenerated', 'ResultType', 'TenantId', 'Type', 'LocationDetails', 'Id', 'location'),
);

/** Any JSON value, with names and texts that have a meaning in sign-in logs; also nested deeply. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 18,
    arbitrary: fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.constantFrom(null, true, false, 0, -0, 50126, 1e308, 2 ** 53, -1.5),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('value'), { maxLength: 4 }),
        // Built from entries, since an assignment to __proto__ would not make a member.
        fc
          .array(fc.tuple(name, tie('value')), { maxLength: 5 })
          .map((entries) => Object.fromEntries(entries)),
        tie('value').map((value) => JSON.stringify(value)),
      ),
    })).value,
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 90, max: 210 })
      .map((levels) => JSON.parse(`${'{"x":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.integer({ min: 1, max: 40_000 }))
      .map(([unit, times]) => unit.slice(0, 3).repeat(times)),
  },
);

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Array.isArray(value)
    ? value.flatMap((item, index) => pathsIn(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]));
  return [path, ...inside];
}

/** A copy with another value at that path, which ends early where the original does. */
function withValue(value: unknown, [first, ...rest]: Path, replacement: unknown): unknown {
  if (first === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === first ? withValue(item, rest, replacement) : item));
  }
  if (typeof value !== 'object' || value === null) return replacement;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === first ? withValue(item, rest, replacement) : item,
    ]),
  );
}

/** A hand-made record of any category, in which some values were replaced by any other. */
export const mutatedRecord: fc.Arbitrary<unknown> = fc
  .tuple(fc.constantFrom(...FIXTURES), fc.array(fc.tuple(fc.nat(), json), { minLength: 1, maxLength: 4 }))
  .map(([record, changes]) =>
    changes.reduce<unknown>((changed, [choice, value]) => {
      const paths = pathsIn(changed).slice(1);
      return withValue(changed, paths[choice % paths.length] ?? ['resultType'], value);
    }, record),
  );

/** A hand-made record with an id of its own, which nothing is wrong with. */
export const goodRecord: fc.Arbitrary<JsonObject> = fc
  .tuple(fc.constantFrom(...FIXTURES), fc.uuid())
  .map(([record, id]) => ({ ...record, properties: { ...record.properties, id } }));
