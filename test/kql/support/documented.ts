import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../../src/kql/language/database.ts';
import { runQuery } from '../../../src/kql/query.ts';
import { createWorkspace } from '../../../src/kql/schema/workspace.ts';

/** A query, and the rows that it gives: for each row its values, in the order of the columns. */
export type Case = readonly [query: string, ...rows: (readonly unknown[])[]];

export const database = createDatabase(createWorkspace());

export const NOW = '2026-11-17T12:00:00Z';

/** The rows of a query as lists of values. */
export function rowsOf(query: string): unknown[][] {
  return runQuery(query, database, NOW).map((row) => Object.values(row));
}

/**
 * Holds queries against results that Microsoft's documentation gives.
 * @param page of https://learn.microsoft.com/kusto/query/
 */
export function documented(page: string, cases: readonly Case[]): void {
  describe(`https://learn.microsoft.com/kusto/query/${page}`, () => {
    it.each(cases.map(([query, ...rows]) => ({ query, rows })))('$query', ({ query, rows }) => {
      expect(rowsOf(query)).toEqual(rows);
    });
  });
}

/** Queries that must be refused, each with a part of the message. */
export function refused(title: string, cases: readonly (readonly [query: string, message: string])[]): void {
  describe(title, () => {
    it.each(cases)('%s', (query, message) => {
      expect(() => rowsOf(query)).toThrow(message);
    });
  });
}
