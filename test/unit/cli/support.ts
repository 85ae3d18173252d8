import type { Screen } from '../../../src/cli/screen.ts';

/** A screen without colours. */
export function plainScreen(width: number): Screen {
  return { width, paint: (_, text) => text };
}

export async function* chunksOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
