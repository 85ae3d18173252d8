import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { trustCertificate } from '../../src/sandbox/trust.ts';

const addressesSchema = z.object({
  ca: z.string(),
  endpoint: z.string(),
  identity: z.record(z.string(), z.string()),
  clientId: z.string(),
});
const seenSchema = z.object({
  requests: z.number(),
  /** Of rows, as sent. */
  bodyBytes: z.number(),
  /** When the first rows and each alert arrived, in milliseconds since 1970. */
  firstRowsAt: z.number(),
  alertsAt: z.array(z.number()),
});
/** What came so far. */
export type Seen = z.infer<typeof seenSchema>;

/** What the process is told: to count anew, and how long its services think from now on; or only to answer. */
export type Asked =
  | { readonly kind: 'begin'; readonly rowsDelayMs: number; readonly alertsDelayMs: number }
  | { readonly kind: 'seen' };

export interface Services {
  readonly endpoint: string;
  readonly clientId: string;
  /** Of the data collection rule. */
  readonly ruleId: string;
  /** The settings of a function app that delivers to them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly ca: string;
  seen(): Promise<Seen>;
  /** Begins to count anew, with so many milliseconds that rows and alerts wait for their answer from now on. */
  begin(rowsDelayMs?: number, alertsDelayMs?: number): Promise<void>;
  close(): void;
}

const RULE_ID = 'dcr-00000000000000000000000000000001';

/** Starts what the function delivers to, in a process of its own, and makes this process trust it. */
export async function startServices(): Promise<Services> {
  const child = fork(fileURLToPath(new URL('services.ts', import.meta.url)));
  const [first] = await once(child, 'message');
  const { ca, endpoint, identity, clientId } = addressesSchema.parse(first);
  trustCertificate(ca);
  const ask = async (what: Asked): Promise<Seen> => {
    child.send(what);
    const [answer] = await once(child, 'message');
    return seenSchema.parse(answer);
  };
  return {
    endpoint,
    clientId,
    ruleId: RULE_ID,
    ca,
    settings: {
      ...identity,
      NO_PROXY: '127.0.0.1',
      AZURE_CLIENT_ID: clientId,
      LOGS_INGESTION_ENDPOINT: endpoint,
      LOGS_INGESTION_RULE_ID: RULE_ID,
      // As Azurite's: the account stands in the path.
      ALERT_QUEUE_ENDPOINT: `${endpoint}/account`,
      BLOB_ENDPOINT: `${endpoint}/account`,
      EVENT_HUB_NAME: 'sign-ins',
      EVENT_HUB_CONSUMER_GROUP: '$Default',
      EventHubConnection: 'x',
    },
    seen: () => ask({ kind: 'seen' }),
    async begin(rowsDelayMs = 0, alertsDelayMs = 0) {
      await ask({ kind: 'begin', rowsDelayMs, alertsDelayMs });
    },
    close: () => child.disconnect(),
  };
}
