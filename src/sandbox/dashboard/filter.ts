import * as z from 'zod';
import type { Entry } from './entry.ts';

const levelSchema = z.enum(['High', 'Medium', 'Low', 'Unknown']);
const number = z
  .string()
  .regex(/^-?\d{1,16}$/)
  .transform(Number);

/** How records without a code are asked for. */
export const NO_CODE = 'none';

const querySchema = z.strictObject({
  run: number.optional(),
  /** Any of these; all when absent. */
  level: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(levelSchema).max(4))
    .optional(),
  code: z.string().max(20).optional(),
  /** Part of the user's, application's or address's name, in any case. */
  text: z.string().max(256).optional(),
  /** From this time on, and before that one, in milliseconds since 1970. */
  from: number.optional(),
  to: number.optional(),
  page: number.optional(),
});
export type Query = z.infer<typeof querySchema>;

/** A query by the parameters of an address; undefined when there is anything wrong with them. */
export function toQuery(parameters: URLSearchParams): Query | undefined {
  return querySchema.safeParse(Object.fromEntries(parameters)).data;
}

/** Whether an entry is one of those that a query asks for. */
export function toTest(query: Query): (entry: Entry) => boolean {
  const { run, from, to } = query;
  const levels = query.level && new Set<string>(query.level);
  const code = query.code === NO_CODE ? '' : query.code;
  const hasText = toTextTest(query.text?.trim().toLowerCase() ?? '');
  return (entry) =>
    (run === undefined || entry.run === run) &&
    (levels === undefined || levels.has(entry.level)) &&
    (code === undefined || entry.code === code) &&
    (from === undefined || entry.time >= from) &&
    (to === undefined || entry.time < to) &&
    (hasText === undefined || hasText(entry.user) || hasText(entry.app) || hasText(entry.address));
}

/** Remembers its answers: a log repeats its names thousands of times. */
function toTextTest(wanted: string): ((text: string) => boolean) | undefined {
  if (wanted === '') return undefined;
  const known = new Map<string, boolean>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = text.toLowerCase().includes(wanted);
      known.set(text, found);
    }
    return found;
  };
}
