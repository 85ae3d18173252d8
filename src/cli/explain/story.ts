import type { Row } from '../../core/row/row.ts';
import { firstOf, toValueText, USER_COLUMNS, WORKLOAD_COLUMNS } from '../rowText.ts';
import type { ExplainWords, Story } from './words.ts';

/** Who signed in to what, from where and when, and how it ended, in a sentence or two. */
export function toStory(
  row: Row,
  code: string,
  outcome: Story['outcome'],
  hasTime: boolean,
  words: ExplainWords,
): string {
  return words.story({
    time: hasTime ? String(row['CreatedDateTime']).slice(0, 19).replace('T', ' ') : undefined,
    who: whoOf(row, words),
    what: whatOf(row, words),
    where: whereOf(row),
    outcome,
    code,
  });
}

function whoOf(row: Row, words: ExplainWords): string {
  const user = firstOf(row, USER_COLUMNS);
  if (user !== undefined) return user;
  const workload = firstOf(row, WORKLOAD_COLUMNS);
  if (workload === undefined) return words.somebody;
  const isManaged = row['Category'] === 'ManagedIdentitySignInLogs';
  return isManaged ? words.managedIdentity(workload) : words.servicePrincipal(workload);
}

function whatOf(row: Row, words: ExplainWords): string {
  const app = firstOf(row, ['AppDisplayName', 'AppId']);
  const resource = firstOf(row, ['ResourceDisplayName', 'ResourceIdentity']);
  if (resource === undefined || resource === app) return app ?? words.application;
  // A workload signs in as the application itself: what it reaches for is the resource.
  const isWorkload = firstOf(row, USER_COLUMNS) === undefined;
  if (app === undefined || isWorkload) return resource;
  return `${app} (${words.resource(resource)})`;
}

function whereOf(row: Row): string | undefined {
  const address = row['IPAddress'];
  const place = row['LocationDetails'];
  const city = typeof place === 'object' && place !== null && 'city' in place ? place.city : undefined;
  const asn = row['AutonomousSystemNumber'];
  const parts = [row['Location'], city, asn === undefined ? undefined : `AS${String(asn)}`]
    .filter((part) => part !== undefined)
    .map(toValueText);
  if (address === undefined) return parts.length === 0 ? undefined : parts.join(', ');
  return parts.length === 0 ? toValueText(address) : `${toValueText(address)} (${parts.join(', ')})`;
}

/**
 * The columns that a text names and the row has, in the order of the text, with their values.
 * @param text of the catalog, which names columns as the table does
 */
export function valuesNamedIn(text: string, row: Row): [column: string, value: unknown][] {
  const names = new Set(text.match(/\b[A-Z][A-Za-z]+(?:_[A-Za-z0-9]+)?\b/g) ?? []);
  return [...names].filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]);
}
