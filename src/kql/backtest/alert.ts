import type { OutputRow } from '../table/toRows.ts';
import type { ScheduledRule } from './rule.ts';

/** An alert that a rule would have raised. */
export interface BacktestAlert {
  /** When the rule ran, ISO 8601. */
  readonly at: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  /** Who and what it is about, by type of entity. */
  readonly entities: Readonly<Record<string, readonly string[]>>;
  /** The result that it is made of; of a single alert for a whole run, the first. */
  readonly row: OutputRow;
}

/** The alert of a result. */
export function toAlert(rule: ScheduledRule, row: OutputRow, at: string): BacktestAlert {
  const { alertDisplayNameFormat, alertDescriptionFormat, alertSeverityColumnName } =
    rule.alertDetailsOverride;
  const severity = alertSeverityColumnName === undefined ? undefined : textOf(row[alertSeverityColumnName]);
  return {
    at,
    title: filled(alertDisplayNameFormat ?? rule.name, row),
    description: filled(alertDescriptionFormat ?? '', row),
    severity: severity || rule.severity,
    entities: entitiesOf(rule, row),
    row,
  };
}

/** A text with `{{Column}}` in it. */
function filled(format: string, row: OutputRow): string {
  return format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, column: string) => textOf(row[column]));
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One text for each entity: an account by its name, else by its id. */
function entitiesOf({ entityMappings }: ScheduledRule, row: OutputRow): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { entityType, fieldMappings } of entityMappings) {
    const fields = new Map(
      fieldMappings.map(({ identifier, columnName }) => [identifier, textOf(row[columnName])]),
    );
    const [name, suffix] = [fields.get('Name'), fields.get('UPNSuffix')];
    const text = name && suffix ? `${name}@${suffix}` : [...fields.values()].find((value) => value !== '');
    const list = found[entityType] ?? [];
    if (text !== undefined && !list.includes(text)) list.push(text);
    found[entityType] = list;
  }
  return found;
}
