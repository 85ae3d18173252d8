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
  );

/** The validated settings, under the names of the application settings. */
export type Config = z.infer<typeof settingsSchema>;

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
