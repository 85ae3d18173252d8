import * as z from 'zod';
import {
  CODE_RULE,
  codeSchema,
  localizedTextSchema,
  type RiskLevel,
  riskLevelSchema,
  textSchema,
  versionSchema,
} from './scalars.ts';

/** An overlay of levels. `id` stands in every row whose level it gave, as `pack:<id>`. */
export const packSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a pack id is 1 to 40 lowercase letters, digits or minus signs'),
  version: versionSchema,
  levels: z.record(codeSchema, riskLevelSchema, {
    error: (issue) => (issue.code === 'invalid_key' ? CODE_RULE : undefined),
  }),
  reason: z.union(
    [textSchema, localizedTextSchema],
    'a reason is one line of text, or one each under ja and en',
  ),
});
export type Pack = z.infer<typeof packSchema>;

/** What one pack says of a code. */
export interface PackLevel {
  readonly pack: string;
  readonly level: RiskLevel;
}

/** A code to which two packs give different levels; `first` wins, being listed earlier. */
export interface PackConflict {
  readonly code: string;
  readonly first: PackLevel;
  readonly later: PackLevel;
}

/**
 * The conflicts between packs in the order in which they are listed: each pack that contradicts the first one with that
 * code, so that without conflicts the order does not matter. Packs that agree on a level are none.
 */
export function findPackConflicts(packs: readonly Pack[]): PackConflict[] {
  const firsts = new Map<string, PackLevel>();
  const conflicts: PackConflict[] = [];
  for (const { id, levels } of packs) {
    for (const [code, level] of Object.entries(levels)) {
      const first = firsts.get(code);
      if (first === undefined) firsts.set(code, { pack: id, level });
      else if (first.level !== level) conflicts.push({ code, first, later: { pack: id, level } });
    }
  }
  return conflicts;
}

/** Packs of one owner, in order: an id twice or a conflict is a fault, since only the owner can say what was meant. */
const packListSchema = z.array(packSchema).superRefine((packs, context) => {
  const ids = packs.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue;
    const message = `the id ${id} is taken by an earlier pack; rows could not tell the two apart`;
    context.addIssue({ code: 'custom', path: [index, 'id'], message });
  }
  for (const { code, first, later } of findPackConflicts(packs)) {
    const message = `code ${code} is ${first.level} in pack ${first.pack} and ${later.level} in pack ${later.pack}; keep one of them`;
    context.addIssue({ code: 'custom', message });
  }
});

/** One pack or a list of packs, read as a list. The path of an issue is the place in what was written. */
export const packsSchema = z.unknown().transform((value, context): Pack[] => {
  const isList = Array.isArray(value);
  const result = packListSchema.safeParse(isList ? value : [value]);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = isList ? issue.path : issue.path.slice(1);
    context.addIssue({ code: 'custom', path, message: issue.message });
  }
  return z.NEVER;
});
