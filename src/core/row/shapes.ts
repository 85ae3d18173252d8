import { isObject, type JsonObject, own } from '../json/types.ts';
import { atPath, toBoolean, toText, unwrapJson } from '../signIn/values.ts';
import { compact, pick } from './compact.ts';

// The short forms of what the wire says at length. Each takes what stands in the record, of whatever type, and gives
// undefined where that says nothing.

/** The agent that signed in; every other sign-in says that it is none. */
export function agent(value: unknown): unknown {
  return toText(atPath(value, ['agentType'])) === 'notAgentic' ? undefined : compact(value);
}

/**
 * City and coordinates. Coordinates come from the address and are kilometres off: two decimals (1 km) are
 * plenty, and the wire's fourteen would be the longest part of many rows. Where no place is known some records say
 * 0/0, a spot in the sea that would make every travel impossible: then there are none.
 */
export function place(value: unknown): unknown {
  const [latitude, longitude] = ['latitude', 'longitude'].map((name) =>
    atPath(value, ['geoCoordinates', name]),
  );
  const names = pick(value, ['city']);
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180) || (latitude === 0 && longitude === 0))
    return names;
  const round = (degrees: number) => Math.round(degrees * 100) / 100;
  const geoCoordinates = { latitude: round(latitude), longitude: round(longitude) };
  return { ...(isObject(names) && names), geoCoordinates };
}

function isDegrees(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}

/** One text for each named location: its names, and whether it is trusted. */
export function namedLocations(value: unknown): unknown {
  return texts(value, (item) => {
    const names = unwrapJson(own(item, 'networkNames'));
    const list = Array.isArray(names) ? names : [names];
    const trusted = toText(own(item, 'networkType')) === 'trustedNamedLocation' && '(trusted)';
    return [list.map(toText).filter(Boolean).join(', '), trusted];
  });
}

/**
 * One text for each step: its method, its result, and whether it failed. The JSON in SigninLogs is six times as long,
 * and all that rules and people look for is in this line.
 */
export function authenticationSteps(value: unknown): unknown {
  return texts(value, (item) => {
    const told = ['authenticationMethod', 'authenticationStepResultDetail'].map((name) =>
      toText(own(item, name)),
    );
    return [told.filter(Boolean).join(': '), toBoolean(own(item, 'succeeded')) === false && '(failed)'];
  });
}

/** Each object of a list as one text, of the parts that are there. */
function texts(value: unknown, parts: (item: JsonObject) => readonly (string | false)[]): unknown {
  if (!Array.isArray(value)) return undefined;
  return compact(value.filter(isObject).map((item) => parts(item).filter(Boolean).join(' ')));
}

/** What the wire writes of such policies. */
export const SILENT_RESULTS = [
  'notApplied',
  'notEnabled',
  'success',
  'reportOnlyNotApplied',
  'reportOnlyNotEnabled',
  'reportOnlySuccess',
];

const SILENT_POLICY = /^((reportOnly)?not(Applied|Enabled)|(reportOnly)?success)$/i;

/**
 * The Conditional Access policies that stood in the way of this sign-in, or would have in report-only mode. A tenant's
 * whole set stands in every record, and is most of its bytes; those that were met or did not apply explain nothing.
 */
export function policiesInTheWay(value: unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  const inTheWay = value.filter(
    (item) => isObject(item) && !SILENT_POLICY.test(toText(own(item, 'result')) ?? 'notApplied'),
  );
  return compact(inTheWay.map((item) => pick(item, ['id', 'displayName', 'result'])));
}
