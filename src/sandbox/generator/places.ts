import type { Random } from './random.ts';

/** Where sign-ins come from: a piece of a documentation network, and what Entra would say about its address. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly countryOrRegion: string;
  readonly geoCoordinates: { readonly latitude: number; readonly longitude: number };
  /** Autonomous system number, from those that RFC 5398 reserves for documentation. */
  readonly autonomousSystemNumber: number;
  /** The first three bytes of the IPv4 addresses, with the dot, and the range of the last byte. */
  readonly ipv4: { readonly prefix: string; readonly first: number; readonly last: number };
  /** A /48 of the IPv6 documentation network. */
  readonly ipv6Prefix: string;
  /** The named location in Conditional Access that holds the range, where there is one. */
  readonly namedLocation?: string;
}

// RFC 5737: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24; RFC 3849: 2001:db8::/32; RFC 5398: AS 64496 to 64511.
const OFFICE_NETWORK = '192.0.2.';
const HOME_NETWORK = '198.51.100.';
const OTHER_NETWORK = '203.0.113.';

/** The tenant's offices. */
export const OFFICES: readonly Place[] = [
  place(1, ['London', 'England', 'GB'], [51.50853, -0.12574], [OFFICE_NETWORK, 1, 62], 'London office'),
  place(2, ['Dublin', 'Dublin', 'IE'], [53.33306, -6.24889], [OFFICE_NETWORK, 65, 126], 'Dublin office'),
  place(3, ['Berlin', 'Berlin', 'DE'], [52.52437, 13.41053], [OFFICE_NETWORK, 129, 190], 'Berlin office'),
  place(4, ['Osaka', 'Osaka', 'JP'], [34.69374, 135.50218], [OFFICE_NETWORK, 193, 254], 'Osaka office'),
];

/** Where users live and travel, in the order of {@link OFFICES}. */
export const HOMES: readonly Place[] = [
  place(5, ['Manchester', 'England', 'GB'], [53.48095, -2.23743], [HOME_NETWORK, 1, 62]),
  place(6, ['Cork', 'Cork', 'IE'], [51.89797, -8.47061], [HOME_NETWORK, 65, 126]),
  place(7, ['Hamburg', 'Hamburg', 'DE'], [53.57532, 10.01534], [HOME_NETWORK, 129, 190]),
  place(8, ['Kyoto', 'Kyoto', 'JP'], [35.02107, 135.75385], [HOME_NETWORK, 193, 254]),
];

/** Where workloads run. */
export const DATA_CENTERS: readonly Place[] = [
  place(9, ['Amsterdam', 'Noord-Holland', 'NL'], [52.37403, 4.88969], [OTHER_NETWORK, 1, 62]),
  place(10, ['Paris', 'Île-de-France', 'FR'], [48.85341, 2.3488], [OTHER_NETWORK, 65, 126]),
];

/** Hosting providers where the tenant has no business. */
export const STRANGERS: readonly Place[] = [
  place(11, ['Singapore', 'Central Singapore', 'SG'], [1.28967, 103.85007], [OTHER_NETWORK, 129, 190]),
  place(12, ['Ashburn', 'Virginia', 'US'], [39.04372, -77.48749], [OTHER_NETWORK, 193, 254]),
];

/** An IPv4 address of the place; with `last` that one, else any. */
export function toIpv4(random: Random, { ipv4 }: Place, last = random.int(ipv4.first, ipv4.last)): string {
  return `${ipv4.prefix}${last}`;
}

/** An IPv6 address of the place. */
export function toIpv6(random: Random, { ipv6Prefix }: Place): string {
  return `${ipv6Prefix}:${random.int(1, 99)}::${random.int(0x1000, 0xffff).toString(16)}`;
}

function place(
  number: number,
  [city, state, countryOrRegion]: [string, string, string],
  [latitude, longitude]: [number, number],
  [prefix, first, last]: [string, number, number],
  namedLocation?: string,
): Place {
  return {
    city,
    state,
    countryOrRegion,
    geoCoordinates: { latitude, longitude },
    autonomousSystemNumber: 64495 + number,
    ipv4: { prefix, first, last },
    ipv6Prefix: `2001:db8:${number}`,
    ...(namedLocation === undefined ? {} : { namedLocation }),
  };
}
