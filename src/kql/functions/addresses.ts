import type { Value } from '../values/value.ts';
import type { ScalarFunctions } from './registry.ts';
import { asList, asNumber, asText, plain } from './shorthand.ts';

/** Functions on IP addresses. */
export const ADDRESSES: ScalarFunctions = {
  ipv4_is_in_range: plain((address, range) => isInRange(parse4(asText(address)), parse4(asText(range)))),
  ipv4_is_in_any_range: plain((address, ...ranges) => isInAnyRange(address, ranges, parse4)),
  ipv4_is_match: plain((first, second, prefix) => matches(first, second, prefix, parse4, 32)),
  ipv4_is_private: plain((address) => {
    const parsed = parse4(asText(address));
    return parsed === undefined ? null : PRIVATE.some((range) => isInRange(parsed, range) === true);
  }),
  ipv6_is_in_range: plain((address, range) => isInRange(parse6(asText(address)), parse6(asText(range)))),
  ipv6_is_in_any_range: plain((address, ...ranges) => isInAnyRange(address, ranges, parse6)),
  ipv6_is_match: plain((first, second, prefix) => matches(first, second, prefix, parse6, 128)),
};

/** An address, or a network: the bits that count are the first `prefix` ones. */
interface Network {
  readonly bits: bigint;
  readonly width: 32 | 128;
  readonly prefix: number;
}

type Parse = (text: string) => Network | undefined;

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((range) => parse4(range) ?? []);

function isInRange(address: Network | undefined, range: Network | undefined): boolean | null {
  if (address === undefined || range === undefined) return null;
  return share(address, range, range.prefix);
}

/** Any range that holds it is enough, also beside one that cannot be read. */
function isInAnyRange(address: Value | undefined, ranges: readonly Value[], parse: Parse): boolean | null {
  const parsed = parse(asText(address));
  if (parsed === undefined) return null;
  const all = ranges.flatMap((range) => asList(range) ?? [range]).map((range) => asText(range));
  const results = all.map((range) => isInRange(parsed, parse(range)));
  if (results.includes(true)) return true;
  return results.includes(null) ? null : false;
}

function matches(
  first: Value | undefined,
  second: Value | undefined,
  prefix: Value | undefined,
  parse: Parse,
  width: number,
): boolean | null {
  const [a, b] = [parse(asText(first)), parse(asText(second))];
  if (a === undefined || b === undefined) return null;
  return share(a, b, Math.min(a.prefix, b.prefix, prefix === undefined ? width : asNumber(prefix)));
}

function share(a: Network, b: Network, prefix: number): boolean {
  const rest = BigInt(a.width - prefix);
  return a.bits >> rest === b.bits >> rest;
}

function parse4(text: string): Network | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (found === null) return undefined;
  const parts = found.slice(1, 5).map(Number);
  const prefix = Number(found[5] ?? 32);
  if (parts.some((part) => part > 255) || prefix > 32) return undefined;
  return { bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n), width: 32, prefix };
}

/** IPv4 addresses are IPv6 ones that begin with ::ffff:. */
function parse6(text: string): Network | undefined {
  const four = parse4(text);
  if (four !== undefined) return { bits: (0xffffn << 32n) | four.bits, width: 128, prefix: four.prefix + 96 };
  const [address = '', length, ...more] = text.trim().split('/');
  if (more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const prefix = Number(length ?? 128);
  const bits = prefix > 128 ? undefined : bits6(address);
  return bits === undefined ? undefined : { bits, width: 128, prefix };
}

function bits6(address: string): bigint | undefined {
  const halves = withHexTail(address)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** An IPv4 address at the end, as in ::ffff:192.0.2.1, as two groups. */
function withHexTail(address: string): string | undefined {
  const found = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (found === null) return address;
  const four = parse4(found[2] ?? '');
  if (four === undefined) return undefined;
  return `${found[1]}${(four.bits >> 16n).toString(16)}:${(four.bits & 0xffffn).toString(16)}`;
}
