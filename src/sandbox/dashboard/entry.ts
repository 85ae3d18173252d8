import * as z from 'zod';
import type { Level } from './api.ts';

/** What is kept in memory of a sign-in or an alert; its text stays in the file. */
export interface Entry {
  readonly n: number;
  readonly run: number;
  /** Of the sign-in, milliseconds since 1970. */
  readonly time: number;
  readonly level: Level;
  readonly code: string;
  readonly user: string;
  readonly app: string;
  readonly address: string;
  readonly place: string;
  /** Where its line stands in the file, in bytes. */
  readonly position: number;
  readonly bytes: number;
}

export type EntryFields = Pick<Entry, 'time' | 'level' | 'code' | 'user' | 'app' | 'address' | 'place'>;

const MOST_CHARACTERS = 256;

/** Text of a log for a list: never endless, and well-formed. Anything but text is absent. */
const text = z
  .string()
  .transform((value) => value.slice(0, MOST_CHARACTERS).toWellFormed())
  .optional()
  .catch(undefined);
const level = z.enum(['High', 'Medium', 'Low', 'Unknown']).catch('Unknown');
const time = z.string().transform((value) => Date.parse(value));

const who = { UserPrincipalName: text, UserDisplayName: text, UserId: text, ServicePrincipalName: text };
const whoSchema = { ...who, ServicePrincipalId: text };
const whatSchema = { AppDisplayName: text, ResourceDisplayName: text, AppId: text };
const whereSchema = { IPAddress: text, Location: text };

const rowSchema = z.object({
  CreatedDateTime: time,
  ResultRiskLevel: level,
  ResultType: text,
  ...whoSchema,
  ...whatSchema,
  ...whereSchema,
});

const alertSchema = z.object({
  time,
  data: z.object({
    level,
    code: text,
    who: z.object(whoSchema),
    what: z.object(whatSchema),
    where: z.object(whereSchema),
  }),
});

/** The fields of a row's JSON text that lists show. @throws ZodError for what the function never writes */
export function fromRow(line: string): EntryFields {
  const row = rowSchema.parse(JSON.parse(line));
  const code = row.ResultType ?? '';
  return { time: row.CreatedDateTime, level: row.ResultRiskLevel, code, ...named(row, row, row) };
}

/** The same of an alert's. */
export function fromAlert(line: string): EntryFields {
  const event = alertSchema.parse(JSON.parse(line));
  const { level, code = '', who, what, where } = event.data;
  return { time: event.time, level, code, ...named(who, what, where) };
}

type Who = z.infer<z.ZodObject<typeof whoSchema>>;
type What = z.infer<z.ZodObject<typeof whatSchema>>;
type Where = z.infer<z.ZodObject<typeof whereSchema>>;

function named(who: Who, what: What, where: Where): Pick<Entry, 'user' | 'app' | 'address' | 'place'> {
  return {
    user:
      who.UserPrincipalName ??
      who.UserDisplayName ??
      who.UserId ??
      who.ServicePrincipalName ??
      who.ServicePrincipalId ??
      '',
    app: what.AppDisplayName ?? what.ResourceDisplayName ?? what.AppId ?? '',
    address: where.IPAddress ?? '',
    place: where.Location ?? '',
  };
}
