import type { WriteStream } from 'node:tty';

export interface Progress {
  note(text: string): void;
  update(records: number): void;
  end(): void;
}

const EVERY_MS = 200;

/** Progress on one line of a terminal, rewritten in place; silent where the output is no terminal. */
export function createProgress(stream: WriteStream): Progress {
  if (stream.isTTY !== true) return { note: () => undefined, update: () => undefined, end: () => undefined };
  let begin: number | undefined;
  let last = 0;
  const line = (text: string) => stream.write(`\r\u001b[2K${text}`);
  return {
    note: line,
    update(records) {
      const now = performance.now();
      begin ??= now;
      if (now - last < EVERY_MS) return;
      last = now;
      const seconds = (now - begin) / 1000;
      const rate = seconds > 0.5 ? `, ${Math.round(records / seconds)} a second` : '';
      line(`${records} records done${rate} …`);
    },
    end: () => {
      line('');
    },
  };
}
