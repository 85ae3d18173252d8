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
  beginRows(): void;
  writeRow(columns: number, count: number, verdict: number, event: number, index: number): number;
  extendRow(by: number): void;
  rowStart(): number;
  rowEnd(): number;
  rowRepeated(): number;
  appendFingerprinted(): number;
  isText(slot: number): number;
  jsonStart(slot: number): number;
  jsonEnd(slot: number): number;
  kindAt(slot: number): number;
  endOfTime(start: number, end: number): number;
}

const CONSTANTS = [
  'BODY',
  'COLUMN_BYTES',
  'MEMOS',
  'MEMOS_END',
  'MEMO_BYTES',
  'MOST_BODY_BYTES',
  'PIECES',
  'PIECES_END',
  'ROWS',
  'SLACK',
  'TABLES',
  'TABLES_END',
] as const;

/** Code for bytes, and the memory that it works in. */
export interface Kernel extends KernelFunctions, Readonly<Record<(typeof CONSTANTS)[number], number>> {
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
    readonly exports: KernelFunctions & { readonly memory: { readonly buffer: ArrayBuffer } } & Readonly<
        Record<(typeof CONSTANTS)[number], { readonly value: number }>
      >;
  };
};

let compiled: object | undefined;

/** Starts the kernel (`kernel/`, compiled by `scripts/kernel.ts`) with memory of its own. */
export function startKernel(caller: KernelCaller): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_CODE, 'base64'));
  const { memory, ...exports } = new WebAssembly.Instance(compiled, { caller }).exports;
  const constants = Object.fromEntries(CONSTANTS.map((name) => [name, exports[name].value]));
  const kernel: unknown = { ...exports, ...constants, memory: Buffer.from(memory.buffer) };
  return kernel as Kernel;
}

/** Puts a body into the memory, with zeros behind it. */
export function loadBody({ memory, BODY, SLACK }: Kernel, body: Uint8Array): void {
  memory.set(body, BODY);
  memory.fill(0, BODY + body.length, BODY + body.length + SLACK);
}

/** The value of a slot as `JSON.parse` gives it; undefined when it is absent. */
export function valueAt(kernel: Kernel, slot: number): unknown {
  if (kernel.kindAt(slot) === ABSENT) return undefined;
  return JSON.parse(kernel.memory.toString('utf8', kernel.jsonStart(slot), kernel.jsonEnd(slot)));
}

const ABSENT = 0;
