import type { Expected } from '../../../scripts/sentinel/scenarios/scenario.ts';
import { SEED, type TableRow } from '../../../scripts/sentinel/scenarios/stage.ts';
import type { OutputRow } from '../../../src/kql/table/toRows.ts';
import { createTenant } from '../../../src/sandbox/generator/tenant.ts';

const { users } = createTenant(SEED);

/** The columns of an alert that tell a user. */
export function accountOf(user: number): Readonly<Record<string, unknown>> {
  const found = users[user - 1];
  if (found === undefined) throw new RangeError(`no user ${user}`);
  const [name, suffix] = found.userPrincipalName.split('@');
  return {
    UserId: found.id,
    UserPrincipalName: found.userPrincipalName,
    AccountName: name,
    AccountUPNSuffix: suffix,
  };
}

/** What is wrong with an alert; nothing when it says what it must. */
function faultsOfAlert(alert: OutputRow, { user, ip, app, severity, story }: Expected): string[] {
  const wanted = {
    Severity: severity,
    ...(ip !== undefined && { IPAddress: ip }),
    ...(app !== undefined && { AppDisplayName: app }),
    ...(user !== undefined && accountOf(user)),
  };
  return [
    ...Object.entries(wanted).flatMap(([column, value]) =>
      alert[column] === value ? [] : [`${column} is ${String(alert[column])} and not ${String(value)}`],
    ),
    ...(story.test(String(alert['Story'])) ? [] : [`the text is ${String(alert['Story'])}`]),
  ];
}

/** What is wrong with the alerts of a rule over these rows: too many or few, another text, a record that is not theirs. */
export function faultsOf(
  alerts: readonly OutputRow[],
  expected: readonly Expected[],
  rows: readonly TableRow[],
): string[] {
  if (alerts.length !== expected.length)
    return [
      `${alerts.length} alerts and not ${expected.length}`,
      ...alerts.map(({ Story }) => String(Story)),
    ];
  const known = new Set(rows.map(({ RecordId }) => RecordId));
  return alerts.flatMap((alert, index) => {
    const wanted = expected[index];
    const strangers = String(alert['RecordIds'])
      .split(' ')
      .filter((id) => !known.has(id));
    return [
      ...(wanted === undefined ? [] : faultsOfAlert(alert, wanted)),
      ...(/^\d+ /.test(String(alert['CodeMeaning'])) ? [] : ['no meaning of the code']),
      ...strangers.map((id) => `the record ${id} is none of these`),
    ];
  });
}

/**
 * What is wrong with the alerts of a rule when rows come late: the last one says what it must, and is told no more often
 * than without delays. A lighter one may come before it, when the success that makes it heavy comes later than the rest.
 */
export function faultsOfLate(alerts: readonly OutputRow[], expected: readonly Expected[]): string[] {
  const [last, wanted] = [alerts.at(-1), expected.at(-1)];
  if (last === undefined || wanted === undefined) return [`${alerts.length} alerts`];
  const told = alerts.filter(({ Severity }) => Severity === wanted.severity).length;
  const most = expected.filter(({ severity }) => severity === wanted.severity).length;
  return [
    ...(told > most ? [`told ${told} times and not ${most}`] : []),
    ...faultsOfAlert(last, { ...wanted, story: / / }),
  ];
}

/** What is wrong with the rows of a hunt that must find a code, and a user in its first row. */
export function faultsOfHunt(rows: readonly OutputRow[], code: number, user: number | undefined): string[] {
  const [row = {}] = rows;
  const told: unknown = row['Codes'] ?? [row['ResultType']];
  const wanted = user === undefined ? {} : accountOf(user);
  const { UserPrincipalName: _, ...account } = wanted;
  return [
    ...(Array.isArray(told) && told.includes(String(code)) ? [] : [`the code ${code} is not told`]),
    ...Object.entries(account).flatMap(([column, value]) =>
      row[column] === value ? [] : [`${column} is ${String(row[column])} and not ${String(value)}`],
    ),
    ...(/^\d+\.\d+\.\d+\.\d+$/.test(String(row['IPAddress'])) ? [] : ['no address']),
    ...(/^[0-9a-f-]{36}/.test(String(row['RecordIds'])) ? [] : ['no record']),
  ];
}
