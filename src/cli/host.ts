import type process from 'node:process';

/** What a command has of its process. */
export type Host = Pick<typeof process, 'stdin' | 'stdout' | 'stderr' | 'env'>;

/** Writes lines to standard output. */
export function writeLines(host: Host, lines: readonly string[]): void {
  host.stdout.write(`${lines.join('\n')}\n`);
}

export function writeJson(host: Host, value: unknown): void {
  host.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
