import { z } from 'zod';
import { alertPolicySchema } from './core/alert/policy.ts';
import { packSchema } from './core/catalogSchema.ts';
import { CATEGORIES } from './core/signIn/category.ts';

/** Packs that come with the project, by id. */
export const SHIPPED_PACK_IDS = ['microsoft-secops'] as const;

const httpsUrl = z.url({ protocol: /^https$/, error: 'an https URL' });

/** A setting that holds JSON. An empty setting is one that is not set. */
function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, ctx) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        ctx.addIssue({ code: 'custom', message: 'JSON (this is none)' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** A setting that holds names separated by commas. */
function names<const T extends readonly [string, ...string[]]>(allowed: T) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .pipe(z.array(z.enum(allowed, `names out of: ${allowed.join(', ')}`)).min(1));
}

const settingsSchema = z
  .object({
    LOGS_INGESTION_ENDPOINT: httpsUrl,
    LOGS_INGESTION_RULE_ID: z
      .string()
      .regex(/^dcr-[0-9a-f]{32}$/, 'the immutable id of the data collection rule (dcr- and 32 hex digits)'),
    ALERT_QUEUE_ENDPOINT: httpsUrl,
    ALERT_QUEUE_NAME: z
      .string()
      .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, 'a queue name')
      .default('signin-alerts'),
    DEAD_LETTER_ENDPOINT: httpsUrl,
    DEAD_LETTER_CONTAINER: z
      .string()
      .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, 'a container name')
      .default('dead-letters'),
    AZURE_CLIENT_ID: z.guid('the client id of a user-assigned managed identity').optional(),
    EVENT_HUB_NAME: z.string().min(1),
    EVENT_HUB_CONSUMER_GROUP: z.string().min(1),
    EventHubConnection__fullyQualifiedNamespace: z.string().min(1).optional(),
    EventHubConnection: z.string().min(1).optional(),
    ROW_DETAIL: z.enum(['compact', 'full'], 'compact or full').default('compact'),
    MIN_ROW_LEVEL: z.enum(['Low', 'Medium', 'High'], 'Low, Medium or High').default('Low'),
    CATEGORIES: names(CATEGORIES).optional(),
    RISK_PACKS: names(SHIPPED_PACK_IDS).optional(),
    TENANT_PACK: json(packSchema).optional(),
    ALERT_POLICY: json(alertPolicySchema).optional(),
  })
  .refine(
    (s) => s.EventHubConnection__fullyQualifiedNamespace !== undefined || s.EventHubConnection !== undefined,
    {
      path: ['EventHubConnection__fullyQualifiedNamespace'],
      message:
        'the host name of the Event Hubs namespace (or EventHubConnection, a connection string, for a local run)',
    },
  );

/** The validated settings, under the names of the application settings. */
export type Config = z.infer<typeof settingsSchema>;

/** Settings are missing or wrong. Thrown while the app loads, so that no event is taken from the hub. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Validates the settings. Values that are empty count as not set.
 * @throws ConfigError with one line for every fault, each naming the setting and what it should hold.
 */
export function toConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = settingsSchema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const [name, ...inside] = path.map(String);
    const place = inside.length > 0 ? ` at ${inside.join('.')}` : '';
    const missing = name !== undefined && !Object.hasOwn(present, name);
    return `  ${name}${place}: ${missing ? 'is not set; ' : ''}expected ${message}`;
  });
  throw new ConfigError(
    `${lines.length} of the application settings are missing or wrong:\n${lines.join('\n')}`,
  );
}
