import { Buffer } from 'node:buffer';
import { KERNEL_CODE } from './kernelCode.ts';

/** The functions of `kernel/main.ts`; places are addresses in its memory, 0 is none. */
interface KernelFunctions {
  firstRecord(): number;
  nextRecord(at: number, length: number): number;
  record(at: number, level: number): number;
  factsOf(categories: number): number;
  space(at: number): number;
  string(at: number): number;
  value(at: number, depth: number): number;
  expectText(): void;
  kindOfLast(): number;
  keep(memo: number, start: number, end: number, value: number, valueLength: number): void;
  recall(memo: number, start: number, end: number, to: number): number;
  enter(level: number, entry: number): void;
  writeRow(columns: number, count: number, verdict: number, event: number, index: number): number;
  setRowEnd(to: number): void;
  rowEnd(): number;
  rowRepeated(): number;
  appendFingerprinted(): number;
  jsonStart(slot: number): number;
  jsonEnd(slot: number): number;
  kindAt(slot: number): number;
  endOfTime(start: number, end: number): number;
}

/** The constants of `kernel/main.ts`. */
type ConstantName =
  | 'ABSENT'
  | 'BODY'
  | 'CATEGORY'
  | 'CATEGORY_SHIFT'
  | 'CODE_CONFLICT'
  | 'COLUMN_BYTES'
  | 'COLUMN_ROOM'
  | 'CREATED'
  | 'CREATED_TIME'
  | 'DYNAMIC_COLUMN'
  | 'END'
  | 'ERROR_CODE'
  | 'ESCAPED'
  | 'FALSE'
  | 'FLAG_COLUMN'
  | 'ID'
  | 'INTEGER'
  | 'MEMOS'
  | 'MEMOS_END'
  | 'MEMO_BYTES'
  | 'MEMO_CONTENT_BYTES'
  | 'MOST_BODY_BYTES'
  | 'MOST_SLOTS'
  | 'MOST_VALUE_BYTES'
  | 'NOWHERE'
  | 'NULL'
  | 'NUMBER'
  | 'PICKED_COLUMN'
  | 'PIECES'
  | 'PIECES_END'
  | 'PIECE_COLUMN'
  | 'POSITION'
  | 'PROPERTIES'
  | 'RECORD_ID'
  | 'RESULT_TYPE'
  | 'ROW'
  | 'ROW_END'
  | 'SLACK'
  | 'STATUS'
  | 'TABLES'
  | 'TABLES_END'
  | 'TEXT'
  | 'TEXT_COLUMN'
  | 'TIME'
  | 'TIME_FROM_ENQUEUED'
  | 'TRUE'
  | 'WRITTEN_TIME';

/** Code for bytes, and the memory that it works in. */
export interface Kernel extends KernelFunctions, Readonly<Record<ConstantName, number>> {
  readonly memory: Buffer;
}

/** What the kernel asks of its caller (`kernel/caller.ts`). */
export interface KernelCaller {
  writeExactly(column: number): boolean;
  readTime(start: number, end: number, to: number): number;
}

/** What is used of it; Node's types do not have that. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly caller: KernelCaller },
  ) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer } } & Readonly<
      Record<string, object>
    >;
  };
};

let compiled: object | undefined;

/** Starts the kernel (`kernel/`, compiled by `scripts/kernel.ts`) with memory of its own. */
export function startKernel(caller: KernelCaller): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_CODE, 'base64'));
  const { memory, ...exports } = new WebAssembly.Instance(compiled, { caller }).exports;
  const members = Object.entries(exports).map(([name, member]) => [
    name,
    'value' in member ? member.value : member,
  ]);
  return { ...Object.fromEntries(members), memory: Buffer.from(memory.buffer) };
}

/** Puts a body into the memory, with zeros behind it. */
export function loadBody({ memory, BODY, SLACK }: Kernel, body: Uint8Array): void {
  memory.set(body, BODY);
  memory.fill(0, BODY + body.length, BODY + body.length + SLACK);
}

/** The value of a slot as `JSON.parse` gives it; undefined when it is absent. */
export function valueAt(kernel: Kernel, slot: number): unknown {
  if (kernel.kindAt(slot) === kernel.ABSENT) return undefined;
  return JSON.parse(kernel.memory.toString('utf8', kernel.jsonStart(slot), kernel.jsonEnd(slot)));
}
