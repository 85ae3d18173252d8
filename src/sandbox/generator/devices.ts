import type { Random } from './random.ts';

/** A client program on a device, as sign-in records show it. */
export interface Device {
  readonly deviceId: string;
  readonly displayName: string | undefined;
  readonly operatingSystem: string;
  readonly browser: string | undefined;
  readonly isCompliant: boolean | undefined;
  readonly isManaged: boolean | undefined;
  readonly trustType: string | undefined;
  readonly userAgent: string;
  /** `clientAppUsed` of the record. */
  readonly clientApp: string;
}

type Program = Pick<Device, 'operatingSystem' | 'browser' | 'userAgent' | 'clientApp'>;

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

const PROGRAMS: readonly Program[] = [
  {
    operatingSystem: 'Windows11',
    browser: 'Edge 142.0.0',
    userAgent: `${WINDOWS} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    clientApp: 'Browser',
  },
  {
    operatingSystem: 'Windows10',
    browser: 'Chrome 142.0.0',
    userAgent: `${WINDOWS} Chrome/142.0.0.0 Safari/537.36`,
    clientApp: 'Browser',
  },
  {
    operatingSystem: 'MacOs',
    browser: 'Safari 26.1',
    userAgent: `${MAC} Version/26.1 Safari/605.1.15`,
    clientApp: 'Browser',
  },
  {
    operatingSystem: 'Ios 18.6',
    browser: 'Mobile Safari',
    userAgent: `${PHONE} Mobile/15E148`,
    clientApp: 'Mobile Apps and Desktop clients',
  },
  {
    operatingSystem: 'Windows11',
    browser: 'Rich Client 5.0.11.0',
    userAgent: 'Windows-AzureAD-Authentication-Provider/1.0',
    clientApp: 'Mobile Apps and Desktop clients',
  },
];

/** A device with one of the usual programs: managed by the organization, or a private one that Entra does not know. */
export function createDevice(random: Random, number: number): Device {
  const program = random.pick(PROGRAMS);
  return random.chance(0.6)
    ? toManaged(random, program, `PC-${String(number).padStart(4, '0')}`)
    : toUnknown(program);
}

/** The same program on a device that the organization manages. */
export function toManaged(random: Random, program: Program, displayName: string): Device {
  return {
    ...program,
    deviceId: random.guid(),
    displayName,
    isCompliant: true,
    isManaged: true,
    trustType: random.pick(['Azure AD joined', 'Hybrid Azure AD joined']),
  };
}

/** A script: no browser, and a device that Entra does not know. */
export const SCRIPT = toUnknown({
  operatingSystem: 'Linux',
  browser: undefined,
  userAgent: 'python-requests/2.32.5',
  clientApp: 'Other clients',
});

/** A browser on somebody's own computer. */
export const PRIVATE_BROWSER = toUnknown({
  operatingSystem: 'Linux',
  browser: 'Firefox 145.0',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  clientApp: 'Browser',
});

function toUnknown(program: Program): Device {
  return {
    ...program,
    deviceId: '',
    displayName: undefined,
    isCompliant: undefined,
    isManaged: undefined,
    trustType: undefined,
  };
}
