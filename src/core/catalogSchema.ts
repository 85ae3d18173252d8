import * as z from 'zod';
import { resultFactsSchema, WEIGHT_RANGES } from './risk/facts.ts';
import {
  codeSchema,
  localizedTextSchema,
  nameSchema,
  riskLevelSchema,
  textSchema,
  versionSchema,
} from './risk/scalars.ts';

export type {
  AsimResultDetails,
  PasswordProven,
  ResultFacts,
  ResultKind,
  ResultOutcome,
} from './risk/facts.ts';
export { type Pack, packSchema } from './risk/pack.ts';
export { type LocalizedText, localizedTextSchema, type RiskLevel, riskLevelSchema } from './risk/scalars.ts';

const textsSchema = z.array(localizedTextSchema).min(1);

/** Whether a source explains a code, has it without an explanation, or does not have it. */
export const sourceCoverageSchema = z.enum(['documents', 'lists', 'lacks']);
export type SourceCoverage = z.infer<typeof sourceCoverageSchema>;

/** What the four public sources say of a code; `disagreement` where they contradict each other or a later document. */
export const catalogSourcesSchema = z.strictObject({
  cloudbrothers: sourceCoverageSchema,
  microsoftLearn: sourceCoverageSchema,
  github: sourceCoverageSchema,
  loginErrorPage: sourceCoverageSchema,
  disagreement: localizedTextSchema.exactOptional(),
});
export type CatalogSources = z.infer<typeof catalogSourcesSchema>;

/**
 * What the catalog says about one code. `summary` is one line: what happened at the sign-in; `explanation` the longer
 * form of it, `rationale` why the level, `remediation` the steps in order for the analyst and for the tenant's
 * administrator, `benignCauses` and `maliciousSigns` what tells an everyday event from an attack, `links` pages to read
 * on. `sources` says who documents the code, `facts` is the part for machines. Only the name may be missing: of some
 * codes Microsoft publishes none.
 */
export const catalogEntrySchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema.exactOptional(),
    risk: riskLevelSchema,
    summary: localizedTextSchema,
    explanation: localizedTextSchema,
    rationale: localizedTextSchema,
    remediation: z.strictObject({ analyst: textsSchema, admin: textsSchema }),
    benignCauses: textsSchema,
    maliciousSigns: textsSchema,
    links: z.array(z.url({ protocol: /^https$/, hostname: z.regexes.domain })).min(1),
    sources: catalogSourcesSchema,
    facts: resultFactsSchema,
  })
  .superRefine(({ risk, facts: { weight } }, context) => {
    const [least, most] = WEIGHT_RANGES[risk];
    if (weight >= least && weight <= most) return;
    context.addIssue({
      code: 'custom',
      path: ['facts', 'weight'],
      message: `weight ${weight} does not agree with level ${risk}; it must be ${least} to ${most}`,
    });
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

/**
 * The directory of documented codes, `data/result-names.json`: which page lists them, and code to symbolic name,
 * empty where that page gives no name.
 */
export const resultNamesSchema = z.strictObject({
  source: textSchema,
  names: z.record(codeSchema, z.union([z.literal(''), nameSchema])),
});
export type ResultNames = z.infer<typeof resultNamesSchema>;
