import type { RowMapper } from './csvRow.ts';
import { toLogAnalyticsRecord } from './logAnalyticsRow.ts';
import { toPortalSignIn } from './portalSignIn.ts';
import { freeName, uniqueNames } from './uniqueNames.ts';

/**
 * How the rows under a header become records. Three kinds, told by the header alone (names compared trimmed,
 * single-spaced and without case): the Entra portal's sign-in download becomes Microsoft Graph `signIn` objects, a Log
 * Analytics export becomes flat records with its column names, anything else records with the header's own names.
 * Values beyond the header are kept under `_extra`.
 *
 * @param fileName without folders; the portal tells the kind of sign-in only there
 */
export function rowMapper(header: readonly string[], fileName: string): RowMapper {
  const labels = header.map(toLabel);
  const names = uniqueNames(header);
  const toRecord = isPortalDownload(labels)
    ? toPortalSignIn(labels, names, fileName)
    : isLogAnalytics(labels)
      ? toLogAnalyticsRecord(names)
      : toPlainRecord(names);
  return (values) => {
    const record = toRecord(values.slice(0, header.length));
    if (values.length <= header.length) return record;
    const extra = freeName('_extra', header.length, (name) => Object.hasOwn(record, name));
    return { ...record, [extra]: values.slice(header.length) };
  };
}

function toLabel(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

function isPortalDownload(labels: readonly string[]): boolean {
  return labels.includes('request id') && labels.includes('sign-in error code');
}

function isLogAnalytics(labels: readonly string[]): boolean {
  return labels.some((label) => /^timegenerated( \[.*\])?$/.test(label));
}

function toPlainRecord(names: readonly string[]): RowMapper {
  // fromEntries also keeps a column that is called __proto__.
  return (values) => Object.fromEntries(values.map((value, index) => [names[index] ?? '', value]));
}
