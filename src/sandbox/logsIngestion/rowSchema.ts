import * as z from 'zod';
import { isDeeperThan, MAX_DEPTH } from '../../core/json/types.ts';

/** A column of a stream declaration in a data collection rule. */
export interface StreamColumn {
  readonly name: string;
  readonly type: 'string' | 'int' | 'long' | 'real' | 'boolean' | 'dynamic' | 'datetime';
}

/** The longest value of a column in bytes of UTF-8 (Azure Monitor service limits, Logs Ingestion API). */
const MAX_VALUE_BYTES = 65_536;

const tooLong = `Too long: over ${MAX_VALUE_BYTES} bytes of UTF-8`;
const datetime = z.iso.datetime({ offset: true });

// JSON null stands for an absent value in every column but TimeGenerated, as in Log Analytics.
const schemas = {
  string: z
    .string()
    // A lone surrogate has no UTF-8 form, so the value could not be stored as it is.
    .refine((text) => text.isWellFormed(), 'Invalid input: expected well-formed Unicode')
    .refine((text) => Buffer.byteLength(text) <= MAX_VALUE_BYTES, tooLong)
    .nullish(),
  int: z.int32().nullish(),
  long: z
    .number()
    .refine((value) => Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63, {
      error: 'Invalid input: expected a 64-bit integer',
    })
    .nullish(),
  real: z.number().nullish(),
  boolean: z.boolean().nullish(),
  dynamic: z
    .unknown()
    .refine((value) => !isDeeperThan(value, MAX_DEPTH), {
      error: `Too deep: over ${MAX_DEPTH} levels`,
      // Printing a value nested some thousand levels deep, to measure it, would overflow the stack.
      abort: true,
    })
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_VALUE_BYTES, tooLong)
    .nullish(),
  datetime: datetime.nullish(),
} satisfies Record<StreamColumn['type'], z.ZodType>;

/** What is wrong with a row, in words that name the column; undefined if it fits. */
export type RowCheck = (row: unknown) => string | undefined;

function describe(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') {
    return `the stream declares no column ${issue.keys.map((key) => `'${key}'`).join(', ')}`;
  }
  const column = issue?.path[0];
  return column === undefined ? `${issue?.message}` : `column '${String(column)}': ${issue?.message}`;
}

/**
 * Makes the check that holds rows against a stream's columns. It is stricter than the service, so that a test
 * fails where production would quietly lose something: the service drops columns that the stream does not
 * declare, converts values of another type where it can (and empties them where it cannot) and truncates
 * values over 64 KB.
 * @throws when the columns hold no TimeGenerated of type datetime, which every table needs
 */
export function toRowCheck(stream: string, columns: readonly StreamColumn[]): RowCheck {
  if (!columns.some(({ name, type }) => name === 'TimeGenerated' && type === 'datetime')) {
    throw new Error(`The stream ${stream} declares no column TimeGenerated of type datetime.`);
  }
  const shape = new Map<string, z.ZodType>(columns.map(({ name, type }) => [name, schemas[type]]));
  const schema = z.strictObject({ ...Object.fromEntries(shape), TimeGenerated: datetime });
  return (row) => {
    const result = schema.safeParse(row);
    return result.success ? undefined : describe(result.error.issues[0]);
  };
}
