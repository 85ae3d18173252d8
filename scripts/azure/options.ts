import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SIGN_IN_CATEGORIES } from './diagnosticSettings.ts';

/** The command line cannot be understood; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The names that docs/deploy.md gives to deployments into an existing workspace's group, in their order. */
export const DEPLOYMENTS = ['entra-signin-risk-workspace', 'entra-signin-risk-sentinel'] as const;

export const HELP = `usage: npm run azure -- <command>

  connect     sends the tenant's sign-in logs to the hub (a diagnostic setting of the tenant)
    --rule ID         resource id of the shared access rule (output DIAGNOSTICS_RULE_ID)
    --hub NAME        the hub; default entra-sign-ins
    --name NAME       the setting; default entra-signin-risk
    --category NAME   a sign-in category; may be repeated; default: all
    --dry-run         shows the request and sends nothing

  disconnect  removes that diagnostic setting
    --name NAME       default entra-signin-risk
    --yes             asks nothing

  remove      lists what deployments put into an existing workspace's group, and deletes it when you say so
    --workspace ID    resource id of the workspace
    --deployment NAME a deployment to that group; may be repeated; default
                      ${DEPLOYMENTS.join(' and ')}
    --yes             asks nothing

All of it happens as whoever is signed in with az login, in the cloud of az cloud set.
`;

const NAME = z.string().regex(/^[\w.()-]{1,90}$/, 'a name of letters, digits, . _ - ( )');
const RULE_ID = z
  .string()
  .regex(
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.EventHub\/namespaces\/[\w-]+\/authorizationRules\/[\w.-]+$/i,
    'the resource id of a rule of an Event Hubs namespace (…/namespaces/<name>/authorizationRules/<name>)',
  );
const WORKSPACE_ID = z
  .string()
  .regex(
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.OperationalInsights\/workspaces\/[\w-]+$/i,
    'the resource id of a Log Analytics workspace',
  );

const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('connect'),
    rule: RULE_ID,
    hub: NAME.default('entra-sign-ins'),
    name: NAME.default('entra-signin-risk'),
    category: z
      .array(z.enum(SIGN_IN_CATEGORIES, `one of ${SIGN_IN_CATEGORIES.join(', ')}`))
      .default([...SIGN_IN_CATEGORIES]),
    'dry-run': z.boolean().default(false),
  }),
  z.strictObject({
    command: z.literal('disconnect'),
    name: NAME.default('entra-signin-risk'),
    yes: z.boolean().default(false),
  }),
  z.strictObject({
    command: z.literal('remove'),
    workspace: WORKSPACE_ID,
    deployment: z.array(NAME).default([...DEPLOYMENTS]),
    yes: z.boolean().default(false),
  }),
]);

export type Command = z.infer<typeof commandSchema>;

/** @throws UsageError with what is wrong */
export function parseCommand(args: readonly string[]): Command {
  const result = commandSchema.safeParse(parse(args));
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const [name] = path;
    return name === undefined || name === 'command'
      ? `  the command must be connect, disconnect or remove`
      : `  --${String(name)}: ${message}`;
  });
  throw new UsageError(lines.join('\n'));
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rule: text,
        hub: text,
        name: text,
        category: list,
        workspace: text,
        deployment: list,
        yes: flag,
        'dry-run': flag,
      },
    });
    if (positionals.length !== 1) return {};
    return { command: positionals[0], ...values };
  } catch (error) {
    throw new UsageError(`  ${error instanceof Error ? error.message : String(error)}`);
  }
}
