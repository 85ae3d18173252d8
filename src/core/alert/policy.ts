import { BlockList, isIP } from 'node:net';
import * as z from 'zod';
import type { ResultRiskLevel } from '../risk/classify.ts';
import { codeSchema, textSchema } from '../risk/scalars.ts';
import type { Row } from '../row/row.ts';
import { toUtcTime } from '../signIn/time.ts';

const range = z
  .string()
  .refine((text) => parseRange(text) !== undefined, 'an IP address or a range such as 203.0.113.0/24');

/** White space around a name would keep it from ever matching. */
const name = z.string().trim().min(1, 'a name or an id');

const ruleSchema = z.strictObject({
  action: z.enum(['send', 'suppress']),
  reason: textSchema,
  /** The rule ends at this time (ISO 8601), held against the time the hub got the event. */
  expires: z
    .string()
    .refine(
      (text) => toUtcTime(text) !== undefined || toUtcTime(`${text}T00:00:00Z`) !== undefined,
      'a date or a time in ISO 8601',
    )
    .optional(),
  levels: z
    .array(z.enum(['High', 'Medium', 'Low', 'Unknown']))
    .min(1)
    .optional(),
  codes: z.array(codeSchema).min(1).optional(),
  categories: z
    .array(z.string().regex(/SignInLogs$/i, 'a sign-in category, whose name ends in SignInLogs'))
    .min(1)
    .optional(),
  /** Ids or display names. */
  applications: z.array(name).min(1).optional(),
  /** User principal names, user ids or service principal ids. */
  users: z.array(name).min(1).optional(),
  ipRanges: z.array(range).min(1).optional(),
});

/** An alert policy as it is written: rules, of which the first that matches decides. A rule without conditions matches all. */
export const alertPolicySchema = z.array(ruleSchema);
export type AlertPolicy = z.infer<typeof alertPolicySchema>;

/** What a policy decides of a sign-in. */
export interface AlertDecision {
  /** No alert, an alert, or an alert that a rule silenced. */
  readonly action: 'none' | 'send' | 'suppress';
  /** The place of the rule that matched, from 0; undefined when none did. */
  readonly rule: number | undefined;
}

export type AlertDecider = (level: ResultRiskLevel, row: Row, enqueuedTime: string) => AlertDecision;

/**
 * The decider of alerts. Without a matching rule, High means an alert and nothing else does.
 * Expiry is held against the event's enqueued time, not a clock: a repeat of the event is decided the same way.
 */
export function createAlertDecider(policy: AlertPolicy): AlertDecider {
  const rules = policy.map((rule, index) => ({
    index,
    action: rule.action,
    expires: expiryOf(rule),
    matches: matcherOf(rule),
  }));
  return (level, row, enqueuedTime) => {
    const now = Date.parse(enqueuedTime);
    const rule = rules.find(({ expires, matches }) => now < expires && matches(level, row));
    return { action: actionOf(level, rule?.action), rule: rule?.index };
  };
}

function actionOf(
  level: ResultRiskLevel,
  wanted: AlertPolicy[number]['action'] | undefined,
): AlertDecision['action'] {
  if (wanted === 'send') return 'send';
  if (level !== 'High') return 'none';
  return wanted ?? 'send';
}

/** When a rule ends, in milliseconds since 1970 UTC; infinity for a rule without an end. */
export function expiryOf({ expires }: Pick<AlertPolicy[number], 'expires'>): number {
  if (expires === undefined) return Number.POSITIVE_INFINITY;
  return Date.parse(toUtcTime(expires) ?? `${expires}T00:00:00Z`);
}

function matcherOf(rule: AlertPolicy[number]): (level: ResultRiskLevel, row: Row) => boolean {
  const tests: ((level: ResultRiskLevel, row: Row) => boolean)[] = [];
  const { levels, codes, ipRanges } = rule;
  if (levels) tests.push((level) => levels.some((one) => one === level));
  if (codes) tests.push((_, row) => codes.some((code) => code === row['ResultType']));
  if (rule.categories) tests.push(oneOf(rule.categories, ['Category']));
  if (rule.applications) tests.push(oneOf(rule.applications, ['AppId', 'AppDisplayName']));
  if (rule.users) tests.push(oneOf(rule.users, ['UserPrincipalName', 'UserId', 'ServicePrincipalId']));
  if (ipRanges) tests.push(inRanges(ipRanges));
  return (level, row) => tests.every((test) => test(level, row));
}

/** Names and ids are compared without regard to case, as Entra does. */
function oneOf(
  values: readonly string[],
  columns: readonly string[],
): (level: ResultRiskLevel, row: Row) => boolean {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return (_, row) => columns.some((column) => wanted.has(String(row[column] ?? '').toLowerCase()));
}

function inRanges(ranges: readonly string[]): (level: ResultRiskLevel, row: Row) => boolean {
  const list = new BlockList();
  for (const text of ranges) {
    const parsed = parseRange(text);
    if (parsed) list.addSubnet(parsed.address, parsed.prefix, parsed.family);
  }
  return (_, row) => {
    const address = String(row['IPAddress'] ?? '');
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

function parseRange(text: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', prefixText, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  const bits = family === 6 ? 128 : 32;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  const valid = prefixText === undefined || /^\d{1,3}$/.test(prefixText);
  return valid && prefix <= bits ? { address, prefix, family: family === 6 ? 'ipv6' : 'ipv4' } : undefined;
}
