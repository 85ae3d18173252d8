import { type ChildProcess, spawn } from 'node:child_process';
import { z } from 'zod';

const HEADER_END = '\r\n\r\n';

const answerSchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** JSON-RPC 2.0 over the standard streams of a child: each message behind a `Content-Length` header, as in LSP. */
export class RpcClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #received: Buffer = Buffer.alloc(0);

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#child.on('error', (error) => this.#fail(error));
    this.#child.on('close', (code) => this.#fail(new Error(`${command} ended with code ${code}`)));
    // A child that is gone breaks the pipe; what waits for an answer is told by 'close'.
    this.#child.stdin?.on('error', () => {});
  }

  /** @throws with the other side's message, or when the child has ended */
  call(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method, params: [params] }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.stdin?.write(`Content-Length: ${body.length}${HEADER_END}`);
      this.#child.stdin?.write(body);
      if (this.#child.exitCode !== null) this.#fail(new Error(`${method}: the process has ended`));
    });
  }

  /** Ends the child, and waits until it has. */
  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    // It ends by itself when there is nobody left to ask.
    this.#child.stdin?.end();
    await closed;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (let body = this.#takeBody(); body !== undefined; body = this.#takeBody()) {
      const { id, result, error } = answerSchema.parse(JSON.parse(body));
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error.message));
    }
  }

  /** The next whole message, taken off what has been received; undefined while it is not complete. */
  #takeBody(): string | undefined {
    const headerEnd = this.#received.indexOf(HEADER_END);
    if (headerEnd < 0) return undefined;
    const [, length] = /content-length: *(\d+)/i.exec(this.#received.toString('latin1', 0, headerEnd)) ?? [];
    if (length === undefined) throw new Error('a message came without its length');
    const begin = headerEnd + HEADER_END.length;
    const end = begin + Number(length);
    if (this.#received.length < end) return undefined;
    const body = this.#received.toString('utf8', begin, end);
    this.#received = this.#received.subarray(end);
    return body;
  }
}
