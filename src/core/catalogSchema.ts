import { z } from 'zod';

/** The levels that a catalog or a pack can give; `Unknown` is what a code without either gets. */
export const riskLevelSchema = z.enum(['High', 'Medium', 'Low']);
export type RiskLevel = z.infer<typeof riskLevelSchema>;

/** A result code in its one spelling, so that a lookup by text finds it: 1 to 7 digits without leading zeros. */
const codeSchema = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,6})$/, 'a result code is 1 to 7 digits without leading zeros');

// \p{Cc} covers line breaks and tabs: texts go into one line of a table, of a log and of a terminal.
const textSchema = z
  .string()
  .regex(/\S/, 'a text must say something')
  .regex(/^\P{Cc}*$/u, 'a text is one line without control characters');

const versionSchema = z
  .string()
  .regex(/^[0-9A-Za-z.+-]{1,40}$/, 'a version is 1 to 40 letters, digits, dots, plus or minus signs');

/** A symbolic name as Microsoft prints it, e.g. `InvalidUserNameOrPassword`. */
const nameSchema = z
  .string()
  .regex(/^[A-Za-z]\w{0,127}$/, 'a symbolic name is a letter, then letters, digits or _');

/** A human text in both languages of the project. */
export const localizedTextSchema = z.strictObject({ ja: textSchema, en: textSchema });
export type LocalizedText = z.infer<typeof localizedTextSchema>;

// A list that is there says something: an author who has nothing to say leaves the field out.
const textsSchema = z.array(localizedTextSchema).min(1);

/**
 * What the catalog says about one code. `summary` is one line: what happened at the sign-in.
 * The optional texts: `explanation` is the longer form of it, `rationale` why the level, `remediation` the steps in
 * order for the analyst and for the tenant's administrator, `benignCauses` and `maliciousSigns` what tells an
 * everyday event from an attack, `links` pages to read on.
 */
export const catalogEntrySchema = z.strictObject({
  code: codeSchema,
  name: nameSchema.exactOptional(),
  risk: riskLevelSchema,
  summary: localizedTextSchema,
  explanation: localizedTextSchema.exactOptional(),
  rationale: localizedTextSchema.exactOptional(),
  remediation: z.strictObject({ analyst: textsSchema, admin: textsSchema }).exactOptional(),
  benignCauses: textsSchema.exactOptional(),
  maliciousSigns: textsSchema.exactOptional(),
  links: z
    .array(z.url({ protocol: /^https$/, hostname: z.regexes.domain }))
    .min(1)
    .exactOptional(),
});
export type CatalogEntry = z.infer<typeof catalogEntrySchema>;

/** The catalog file `data/catalog.json`: every code at most once, since a second entry would hide the first. */
export const catalogSchema = z.strictObject({
  /** Stands in every row: it must change when a level does. */
  version: versionSchema,
  entries: z.array(catalogEntrySchema).superRefine((entries, context) => {
    const seen = new Set<string>();
    for (const [index, { code }] of entries.entries()) {
      if (seen.has(code)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'code'],
          message: `code ${code} is already in the catalog; keep one entry`,
        });
      }
      seen.add(code);
    }
  }),
});
export type Catalog = z.infer<typeof catalogSchema>;

/** An overlay of levels. `id` stands in every row whose level it gave, as `pack:<id>`. */
export const packSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a pack id is 1 to 40 lowercase letters, digits or minus signs'),
  version: versionSchema,
  levels: z.record(codeSchema, riskLevelSchema),
  reason: z.union([textSchema, localizedTextSchema]),
});
export type Pack = z.infer<typeof packSchema>;

/**
 * The directory of documented codes, `data/result-names.json`: which page lists them, and code to symbolic name,
 * empty where that page gives no name.
 */
export const resultNamesSchema = z.strictObject({
  source: textSchema,
  names: z.record(codeSchema, z.union([z.literal(''), nameSchema])),
});
export type ResultNames = z.infer<typeof resultNamesSchema>;
