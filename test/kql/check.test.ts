import { describe, expect, it } from 'vitest';
import { check } from '../../src/kql/language/check.ts';
import { createDatabase } from '../../src/kql/language/database.ts';
import { createWorkspace, fromFunctionFile } from '../../src/kql/schema/workspace.ts';

const database = createDatabase(
  createWorkspace({
    functions: [
      fromFunctionFile(
        'Recent',
        '// parameters: (codes:dynamic = dynamic([]))\nEntraSigninRisk_CL | where ResultType in (codes)',
      ),
      fromFunctionFile('Broken', '// Says too little.\nEntraSigninRisk_CL | where Nowhere == 1 // why'),
    ],
    watchlists: { Levels: { Code: 'string' } },
  }),
);

const faults = (query: string) =>
  check(query, database).diagnostics.map(
    ({ severity, inFunction, line, column, text }) =>
      `${severity} ${inFunction ?? ''}${line}:${column} ${text}`,
  );

describe('check', () => {
  it('gives the columns of the result with their types', () => {
    const { diagnostics, columns } = check(
      'Recent() | summarize Rows = count(), Last = max(TimeGenerated) by ResultType, PasswordProven',
      database,
    );
    expect(diagnostics).toEqual([]);
    expect(columns).toEqual({ ResultType: 'string', PasswordProven: 'bool', Rows: 'long', Last: 'datetime' });
  });

  it.each([
    ['SigninLogs\n| where UserIdd == "a"', 'Error 2:9 UserIdd'],
    ['SigninLogs | where DurationMs > "ten"', 'Error 1:31 >'],
    ['NoSuchTable | take 1', 'Error 1:1 NoSuchTable'],
    ['Broken()', 'Error Broken2:28 Nowhere'],
    ['Broken() | union Broken()', 'Error Broken2:28 Nowhere'],
  ])('finds what is wrong with %s', (query, fault) => {
    expect(faults(query)).toContain(fault);
  });

  it('knows the columns of a watchlist, and only those of every watchlist where it is absent', () => {
    expect(faults("_GetWatchlist('Levels') | where Code == '1'")).toEqual([]);
    expect(faults("_GetWatchlist('Other') | where Code == '1'")).toEqual(['Error 1:32 Code']);
    expect(check("_GetWatchlist('Other')", database).columns).toEqual({
      _DTItemId: 'string',
      LastUpdatedTimeUTC: 'datetime',
      SearchKey: 'string',
    });
  });

  it('takes a table that does not exist where isfuzzy allows it', () => {
    const fuzzy = 'union isfuzzy=true SigninLogs, (NoSuchTable | where true)';
    expect(faults(fuzzy)).toEqual(['Warning 1:33 NoSuchTable']);
    expect(faults(fuzzy.replace('true', 'false'))).toEqual(['Error 1:34 NoSuchTable']);
  });
});
