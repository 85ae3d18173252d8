import * as z from 'zod';
import { alertPolicySchema } from './core/alert/policy.ts';
import { findRepeatedKeys } from './core/json/repeatedKeys.ts';
import { packsSchema } from './core/risk/pack.ts';
import { CATEGORIES } from './core/signIn/category.ts';

/** Packs that come with the project, by id. */
export const SHIPPED_PACK_IDS = ['microsoft-secops'] as const;

const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https URL' });

/** A name that stands in an address: of a queue or a blob container, which follow the same rules. */
function storageName(what: string) {
  return z.string().regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, `must be the name of a ${what}`);
}

/** A setting that holds a whole number. */
function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message));
}

/** A setting that holds JSON. An empty setting is one that is not set. */
function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, ctx): unknown => {
      try {
        const value: unknown = JSON.parse(text);
        for (const path of findRepeatedKeys(text))
          ctx.addIssue({ code: 'custom', path, message: 'stands here twice; keep one' });
        return value;
      } catch {
        ctx.addIssue({ code: 'custom', message: 'must be JSON, which this is not' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** The tenant's own packs. Their ids must differ from the shipped ones, or rows could not tell which gave a level. */
const tenantPacksSchema = packsSchema.superRefine((packs, ctx) => {
  for (const id of SHIPPED_PACK_IDS) {
    if (packs.every((pack) => pack.id !== id)) continue;
    ctx.addIssue({
      code: 'custom',
      message: `the id ${id} belongs to a pack that comes with the project; choose another`,
    });
  }
});

function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A setting that holds names separated by commas. */
function names<const T extends readonly [string, ...string[]]>(allowed: T) {
  const message = `must be names out of: ${allowed.join(', ')}`;
  return z
    .string()
    .transform(splitNames)
    .pipe(z.array(z.enum(allowed, message)).min(1, message));
}

const CATEGORY = `must be sign-in categories, such as ${CATEGORIES.join(', ')}`;

/** Categories that become rows, in any case; also those that Microsoft adds tomorrow, which are decoded too. */
const categories = z
  .string()
  .transform(splitNames)
  .pipe(z.array(z.string().regex(/SignInLogs$/i, CATEGORY)).min(1, CATEGORY));

/** A table's name stands in addresses as well, by rules of its own. */
const tableName = z.string().regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'must be the name of a table');

/** What App Service leaves of a reference to a secret that it could not read. */
const UNRESOLVED = /^@Microsoft\.KeyVault\(/i;

/**
 * The webhook's address, a secret. A reference that was not resolved is let through, to be told by the notifications alone:
 * sign-ins are processed whatever becomes of a vault.
 */
const webhookUrl = z.union([z.string().regex(UNRESOLVED), httpsUrl], { error: 'must be an https URL' });

const timeZone = z
  .string()
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Asia/Tokyo');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const RULE_ID = 'must be the immutable id of the data collection rule (dcr- and 32 hex digits)';

const settingsSchema = z
  .object({
    LOGS_INGESTION_ENDPOINT: httpsUrl,
    LOGS_INGESTION_AUDIENCE: httpsUrl.default('https://monitor.azure.com'),
    LOGS_INGESTION_RULE_ID: z.string(RULE_ID).regex(/^dcr-[0-9a-f]{32}$/, RULE_ID),
    ALERT_QUEUE_ENDPOINT: httpsUrl,
    ALERT_QUEUE_NAME: storageName('queue').default('signin-alerts'),
    BLOB_ENDPOINT: httpsUrl,
    DEAD_LETTER_CONTAINER: storageName('blob container').default('dead-letters'),
    SPILL_CONTAINER: storageName('blob container').default('spills'),
    DELIVERY_BUDGET_SECONDS: wholeNumber(1, 120).default(30),
    REMEMBERED_RECORDS: wholeNumber(1_000, 2_000_000).default(200_000),
    CONCURRENT_UPLOADS: wholeNumber(1, 64).default(4),
    CONCURRENT_ALERTS: wholeNumber(1, 128).default(16),
    AZURE_CLIENT_ID: z.guid('must be the client id of a user-assigned managed identity').optional(),
    EVENT_HUB_NAME: z.string('must be the name of the event hub'),
    EVENT_HUB_CONSUMER_GROUP: z.string('must be the name of a consumer group of the hub'),
    EventHubConnection__fullyQualifiedNamespace: z.string().optional(),
    EventHubConnection: z.string().optional(),
    ROW_DETAIL: z.enum(['compact', 'full'], 'must be compact or full').default('compact'),
    MIN_ROW_LEVEL: z.enum(['Low', 'Medium', 'High'], 'must be Low, Medium or High').default('Low'),
    CATEGORIES: categories.optional(),
    RISK_PACKS: names(SHIPPED_PACK_IDS).optional(),
    TENANT_PACKS: json(tenantPacksSchema).optional(),
    ALERT_POLICY: json(alertPolicySchema).optional(),
    HEARTBEAT: z.enum(['off', 'on'], 'must be off or on').default('off'),
    NOTIFY_WEBHOOK_URL: webhookUrl.optional(),
    NOTIFY_FORMAT: z.enum(['teams', 'cloudevents'], 'must be teams or cloudevents').default('teams'),
    NOTIFY_LANGUAGE: z.enum(['en', 'ja'], 'must be en or ja').default('en'),
    NOTIFY_TIME_ZONE: timeZone.default('UTC'),
    NOTIFY_WINDOW_MINUTES: wholeNumber(1, 1440).default(15),
    NOTIFY_PER_MINUTE: wholeNumber(2, 60).default(6),
    NOTIFY_TABLE_ENDPOINT: httpsUrl.optional(),
    NOTIFY_TABLE_NAME: tableName.default('notifications'),
    AlertQueueConnection__queueServiceUri: z.string().optional(),
    AlertQueueConnection: z.string().optional(),
  })
  .refine(
    (s) => s.EventHubConnection__fullyQualifiedNamespace !== undefined || s.EventHubConnection !== undefined,
    {
      path: ['EventHubConnection__fullyQualifiedNamespace'],
      message:
        'must be the host name of the Event Hubs namespace (or set EventHubConnection, a connection string, for a local run)',
      // Else it would be checked only when nothing else is wrong, and the message would not be complete.
      when: () => true,
    },
  )
  .refine((s) => s.NOTIFY_WEBHOOK_URL === undefined || s.NOTIFY_TABLE_ENDPOINT !== undefined, {
    path: ['NOTIFY_TABLE_ENDPOINT'],
    message: 'must be the https URL of the table service, because NOTIFY_WEBHOOK_URL is set',
    when: () => true,
  })
  .refine(
    (s) =>
      s.NOTIFY_WEBHOOK_URL === undefined ||
      s.AlertQueueConnection__queueServiceUri !== undefined ||
      s.AlertQueueConnection !== undefined,
    {
      path: ['AlertQueueConnection__queueServiceUri'],
      message:
        'must be the https URL of the queue service, because NOTIFY_WEBHOOK_URL is set (or set AlertQueueConnection, a connection string, for a local run)',
      when: () => true,
    },
  );

/** The validated settings, under the names of the application settings. */
export type Config = z.infer<typeof settingsSchema>;

/** Whether alerts become notifications: `unresolved` when they should, but the address could not be read from its vault. */
export type NotificationState = 'off' | 'on' | 'unresolved';

export function toNotificationState({
  NOTIFY_WEBHOOK_URL: url,
}: Pick<Config, 'NOTIFY_WEBHOOK_URL'>): NotificationState {
  if (url === undefined) return 'off';
  return UNRESOLVED.test(url) ? 'unresolved' : 'on';
}

/** Settings are missing or wrong. Thrown while the app loads, so that no event is taken from the hub. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What is wrong with one setting. */
export interface SettingFault {
  readonly setting: string;
  /** For people; never with the value: a connection string in the wrong setting must not end up in a log. */
  readonly text: string;
}

/** The settings as far as they are valid, and what is wrong with the others. Values that are empty count as not set. */
export function examineSettings(environment: Readonly<Record<string, string | undefined>>): {
  readonly config: Partial<Config>;
  readonly faults: readonly SettingFault[];
} {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = settingsSchema.safeParse(present);
  if (result.success) return { config: result.data, faults: [] };
  const faults = result.error.issues.map((issue) => {
    const [name = '', ...inside] = issue.path.map(String);
    const place = inside.length > 0 ? ` at ${inside.join('.')}` : '';
    const missing = !Object.hasOwn(present, name);
    return { setting: name, text: `${name}${place}: ${missing ? 'is not set; it ' : ''}${issue.message}` };
  });
  const valid = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(present[name]);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  return { config: Object.fromEntries(valid) as Partial<Config>, faults };
}

/**
 * Validates the settings. Values that are empty count as not set.
 * @throws ConfigError with one line for every fault, each naming the setting and what it should hold.
 */
export function toConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const { config, faults } = examineSettings(environment);
  if (faults.length === 0) return config as Config;
  const lines = faults.map(({ text }) => `  ${text}`);
  throw new ConfigError(`application settings are missing or wrong (${lines.length}):\n${lines.join('\n')}`);
}
