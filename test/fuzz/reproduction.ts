import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { check } from './check.ts';
import type { Input } from './input.ts';
import { minimise } from './minimise.ts';

const common = { bytesBase64: z.base64(), profile: z.int(), source: z.string() };
const reproductionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('body'), ...common }),
  z.object({
    kind: z.literal('among'),
    form: z.int(),
    goods: z.tuple([z.string(), z.string()]),
    ...common,
  }),
  z.object({ kind: z.literal('file'), format: z.enum(['csv', 'json', 'lines']), ...common }),
]);

/** What is wrong with an input: in a name that stays while it is made smaller, and in full. */
export interface Fault {
  readonly name: string;
  readonly text: string;
}

/** What is wrong with an input; undefined when everything holds. */
export async function faultOf(input: Input): Promise<Fault | undefined> {
  try {
    await check(input);
    return undefined;
  } catch (error) {
    if (error instanceof Error) return { name: error.name, text: error.stack ?? error.message };
    return { name: 'thrown', text: String(error) };
  }
}

/** The input with as few bytes as show the fault of that name. */
export async function smaller(input: Input, name: string): Promise<Input> {
  const isWrong = async (bytes: Buffer) => (await faultOf({ ...input, bytes }))?.name === name;
  return { ...input, bytes: await minimise(input.bytes, isWrong) };
}

/** Writes an input to a file that `readReproduction` takes. */
export function writeReproduction(file: string, { bytes, ...input }: Input): void {
  writeFileSync(file, `${JSON.stringify({ ...input, bytesBase64: bytes.toString('base64') }, null, 2)}\n`);
}

/** @throws ZodError when the file holds anything else */
export function readReproduction(file: string): Input {
  const { bytesBase64, ...input } = reproductionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { ...input, bytes: Buffer.from(bytesBase64, 'base64') };
}
