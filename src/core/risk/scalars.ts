import * as z from 'zod';

/** The levels that a catalog or a pack can give; `Unknown` is what a code without either gets. */
export const riskLevelSchema = z.enum(['High', 'Medium', 'Low']);
export type RiskLevel = z.infer<typeof riskLevelSchema>;

export const CODE_RULE = 'a result code is 1 to 7 digits without leading zeros';

/** A result code in its one spelling, so that a lookup by text finds it. */
export const codeSchema = z.string().regex(/^(?:0|[1-9]\d{0,6})$/, CODE_RULE);

// Texts go into one line of a table, of a log and of a terminal: no line breaks or tabs (among \p{Cc}, \p{Zl}, \p{Zp}), and
// nothing invisible that turns the direction of writing (among \p{Cf}).
export const textSchema = z
  .string()
  .regex(/\S/, 'a text must say something')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'a text is one line without control characters');

/** A human text in both languages of the project. */
export const localizedTextSchema = z.strictObject({ ja: textSchema, en: textSchema });
export type LocalizedText = z.infer<typeof localizedTextSchema>;

export const versionSchema = z
  .string()
  .regex(/^[0-9A-Za-z.+-]{1,40}$/, 'a version is 1 to 40 letters, digits, dots, plus or minus signs');

/** A symbolic name as Microsoft prints it, e.g. `InvalidUserNameOrPassword`. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z]\w{0,127}$/, 'a symbolic name is a letter, then letters, digits or _');
