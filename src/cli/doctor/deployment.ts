import type { TokenCredential } from '@azure/identity';
import { type Config, examineSettings, type SettingFault } from '../../config.ts';
import { type HubAddress, namesOf, toAddress } from '../hub/address.ts';
import type { Settings } from '../storage.ts';
import { type Finding, skipped } from './finding.ts';

/** What is examined, and as whom. */
export interface Deployment {
  readonly settings: Settings;
  /** The settings as far as they are valid. */
  readonly config: Partial<Config>;
  readonly faults: readonly SettingFault[];
  /** Undefined where the settings do not name a hub. */
  readonly hub: HubAddress | undefined;
  /** Whoever runs the command. */
  readonly credential: TokenCredential;
  /** How old the newest event may be, and how long events may wait for the function. */
  readonly patience: { readonly newestMinutes: number; readonly waitingMinutes: number };
}

/** Services that want a token of their own. */
export type Service = 'Log Analytics' | 'storage' | 'Event Hubs' | 'Resource Manager';

/** A deployment of which the first things are known. What fails for one of them is told once, and not by each check. */
export interface Grounded extends Deployment {
  /** Hosts whose names lead nowhere. */
  readonly lostHosts: ReadonlySet<string>;
  /** Services for which there is no token. */
  readonly tokenless: ReadonlySet<Service>;
  /** Azure tells which roles the app has: what the person at the keyboard may not do is no fault of the deployment. */
  readonly isAppKnown: boolean;
}

/** Why a service need not be asked, because what it takes to ask is missing; undefined where it can be asked. */
export function obstacleOf(
  { lostHosts, tokenless }: Grounded,
  check: string,
  address: string,
  service: Service | undefined,
): Finding | undefined {
  const host = hostOf(address);
  if (lostHosts.has(host)) return skipped(check, `not looked at: the name ${host} leads nowhere (names)`);
  if (service === undefined || !tokenless.has(service)) return undefined;
  return skipped(check, `not looked at: there is no token for ${service} (tokens)`);
}

/** The host of an address, or of what stands for one: a namespace may come with a port. */
export function hostOf(address: string): string {
  return URL.parse(address.includes('://') ? address : `https://${address}`)?.hostname ?? address;
}

export function toDeployment(
  settings: Settings,
  credential: TokenCredential,
  patience: Deployment['patience'],
): Deployment {
  return { settings, ...examineSettings(settings), hub: toHub(settings), credential, patience };
}

function toHub(settings: Settings): HubAddress | undefined {
  const options = { namespace: '', hub: '', variable: 'EventHubConnection' };
  const nothing = { namespace: undefined, hub: undefined, connectionString: undefined, options };
  try {
    return toAddress(namesOf(settings, nothing));
  } catch {
    // The settings' own check tells which of them is wrong.
    return undefined;
  }
}

/** Settings by name, or the finding that a check cannot be made without them. */
export function need<const Names extends readonly (keyof Config)[]>(
  { config }: Deployment,
  check: string,
  names: Names,
): { readonly [Name in Names[number]]: NonNullable<Config[Name]> } | Finding {
  const missing = names.filter((name) => config[name] === undefined);
  if (missing.length > 0) return skipped(check, `not looked at without a valid ${missing.join(', ')}`);
  return config as { readonly [Name in Names[number]]: NonNullable<Config[Name]> };
}

export function isFinding(value: object): value is Finding {
  return 'check' in value && 'state' in value;
}
