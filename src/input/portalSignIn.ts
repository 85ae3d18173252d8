import type { RowMapper } from './csvRow.ts';
import { type Group, PORTAL_COLUMNS } from './portalColumns.ts';
import { freeName } from './uniqueNames.ts';

type Fields = Record<string, unknown>;

/**
 * Rows of the Entra portal's sign-in download as Microsoft Graph `signIn` objects, the form of the portal's own JSON
 * download. `None` and empty mean absent; of a column that repeats, the first value that is there counts; a column
 * not known here keeps its own name.
 *
 * @param labels the header's names trimmed, single-spaced and in lower case
 * @param names the header's names, made unique
 * @param fileName as the portal gave it, such as `NonInteractiveSignIns_2025-01-01_2025-01-08.csv`
 */
export function toPortalSignIn(
  labels: readonly string[],
  names: readonly string[],
  fileName: string,
): RowMapper {
  const kind = kindOf(new Set(labels), fileName.toLowerCase());
  return (values) => {
    const record: Fields = { ...kind };
    const groups = new Map<Group, Fields>();
    const byLabel = new Map<string, string>();
    const unknown: [index: number, text: string][] = [];
    // Along the values: a file of many columns and short rows must not cost a walk over all columns for each row.
    for (const [index, value] of values.entries()) {
      const label = labels[index];
      const text = value.trim();
      if (label === undefined) break;
      if (text === '' || text === 'None') continue;
      const column = PORTAL_COLUMNS.get(label);
      if (column === undefined && label !== 'status') unknown.push([index, text]);
      if (byLabel.has(label)) continue;
      byLabel.set(label, text);
      if (column?.group === undefined) Object.assign(record, column?.toFields(text));
      else groups.set(column.group, { ...groups.get(column.group), ...column.toFields(text) });
    }
    // The download leaves the code of a success empty, and says Success only in words.
    if (!byLabel.has('sign-in error code') && byLabel.get('status')?.toLowerCase() === 'success') {
      groups.set('status', { errorCode: 0, ...groups.get('status') });
    }
    const signIn: Fields = { ...record, ...Object.fromEntries(groups) };
    for (const [index, text] of unknown) {
      // A column called `id` is not the request's.
      const name = freeName(names[index] ?? '', index, (taken) => Object.hasOwn(signIn, taken));
      Object.defineProperty(signIn, name, {
        value: text,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return signIn;
  };
}

/** What the columns say about the kind of sign-in and, where they are the same, the file's name. */
function kindOf(labels: ReadonlySet<string>, fileName: string): Fields {
  if (labels.has('username')) {
    if (fileName.includes('noninteractivesignins')) {
      return { isInteractive: false, signInEventTypes: ['nonInteractiveUser'] };
    }
    return fileName.includes('interactivesignins')
      ? { isInteractive: true, signInEventTypes: ['interactiveUser'] }
      : {};
  }
  const isManagedIdentity =
    fileName.includes('msisignins') ||
    (labels.has('managed identity type') && !fileName.includes('applicationsignins'));
  if (isManagedIdentity) return { isInteractive: false, signInEventTypes: ['managedIdentity'] };
  return labels.has('service principal id')
    ? { isInteractive: false, signInEventTypes: ['servicePrincipal'] }
    : {};
}
