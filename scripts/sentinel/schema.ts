import { z } from 'zod';

// The forms of rule and hunt files: what the pull-request tests and reviewers of the public rule collection ask for
// (github.com/Azure/Azure-Sentinel: .script/tests/detectionTemplateSchemaValidation, and the query style guide).

const TACTICS = [
  'InitialAccess',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Exfiltration',
] as const;
export type Tactic = (typeof TACTICS)[number];

/** Techniques that the content uses, with the tactics under which the collection's tests accept them. */
export const TECHNIQUES: Readonly<Record<string, readonly Tactic[]>> = {
  T1021: ['LateralMovement'],
  T1078: ['InitialAccess', 'Persistence', 'PrivilegeEscalation', 'DefenseEvasion'],
  T1087: ['Discovery'],
  T1098: ['Persistence'],
  T1110: ['CredentialAccess'],
  T1111: ['CredentialAccess'],
  T1199: ['InitialAccess'],
  T1526: ['Discovery'],
  T1528: ['CredentialAccess'],
  T1537: ['Exfiltration'],
  T1550: ['DefenseEvasion', 'LateralMovement'],
  T1562: ['DefenseEvasion'],
  T1566: ['InitialAccess'],
  T1621: ['CredentialAccess'],
};

const IDENTIFIERS: Readonly<Record<string, readonly string[]>> = {
  Account: ['AadUserId', 'Name', 'UPNSuffix'],
  IP: ['Address'],
  CloudApplication: ['Name'],
};

const column = z.string().regex(/^[A-Za-z_]\w*$/);

const entityMappings = z
  .array(
    z.strictObject({
      entityType: z.enum(['Account', 'IP', 'CloudApplication']),
      fieldMappings: z
        .array(z.strictObject({ identifier: z.string(), columnName: column }))
        .min(1)
        .max(3),
    }),
  )
  .min(1)
  .max(5)
  .refine(
    (mappings) =>
      mappings.every(({ entityType, fieldMappings }) => {
        const names = fieldMappings.map(({ identifier }) => identifier);
        return (
          new Set(names).size === names.length &&
          names.every((name) => IDENTIFIERS[entityType]?.includes(name))
        );
      }),
    'an identifier that the entity does not have, or one twice',
  );

const common = {
  id: z.uuid(),
  name: z
    .string()
    .max(100)
    .regex(/^[A-Z].*[^.]$/),
  requiredDataConnectors: z.array(
    z.strictObject({
      connectorId: z.literal('AzureActiveDirectory'),
      dataTypes: z
        .array(
          z.enum([
            'SigninLogs',
            'AADNonInteractiveUserSignInLogs',
            'AADServicePrincipalSignInLogs',
            'AADManagedIdentitySignInLogs',
            'ADFSSignInLogs',
          ]),
        )
        .min(1),
    }),
  ),
  tactics: z.array(z.enum(TACTICS)).min(1).max(5),
  relevantTechniques: z
    .array(z.string().regex(/^T\d{4}(\.\d{3})?$/))
    .min(1)
    .max(10),
  query: z.string().min(1).max(10_000),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
} as const;

const duration = z.string().regex(/^\d+[mhd]$/);

/** The placeholders of a text of an alert: `{{Column}}`. */
export function placeholders(text: string): string[] {
  return Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name);
}

const alertText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => placeholders(text).length <= 3, 'more than three placeholders');

/** A scheduled analytics rule. */
export const ruleSchema = z
  .strictObject({
    ...common,
    description: z.string().max(5000).startsWith('Identifies '),
    severity: z.enum(['Informational', 'Low', 'Medium', 'High']),
    queryFrequency: duration,
    queryPeriod: duration,
    triggerOperator: z.literal('gt'),
    triggerThreshold: z.int().min(0).max(10_000),
    status: z.literal('Available'),
    entityMappings: entityMappings.optional(),
    customDetails: z.record(
      z
        .string()
        .max(20)
        .regex(/^[a-zA-Z]+\w*$/),
      column,
    ),
    alertDetailsOverride: z.strictObject({
      alertDisplayNameFormat: alertText(256),
      alertDescriptionFormat: alertText(5000),
      alertSeverityColumnName: column,
    }),
    eventGroupingSettings: z.strictObject({ aggregationKind: z.literal('AlertPerResult') }),
    kind: z.literal('Scheduled'),
  })
  .refine(({ customDetails }) => Object.keys(customDetails).length <= 20, 'more than 20 custom details')
  .refine(hasTactics, 'a technique without one of its tactics');
export type Rule = z.infer<typeof ruleSchema>;

/** A hunting query. */
export const huntSchema = z
  .strictObject({
    ...common,
    description: z
      .string()
      .max(256)
      .regex(/^This query searches for /),
    entityMappings,
  })
  .refine(hasTactics, 'a technique without one of its tactics');
export type Hunt = z.infer<typeof huntSchema>;

function hasTactics({
  relevantTechniques,
  tactics,
}: {
  relevantTechniques: readonly string[];
  tactics: readonly Tactic[];
}): boolean {
  return relevantTechniques.every((technique) =>
    TECHNIQUES[technique.split('.')[0] ?? '']?.some((tactic) => tactics.includes(tactic)),
  );
}
