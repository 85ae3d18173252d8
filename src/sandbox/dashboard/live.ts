import type { IncomingMessage, ServerResponse } from 'node:http';
import { HEADERS } from './answer.ts';
import type { LiveState } from './api.ts';

const EVERY_MS = 250;
/** A silent connection gets a sign of life, so that both ends notice when the other is gone. */
const SIGN_OF_LIFE_MS = 20_000;
const MOST_PAGES = 64;

/** Tells every open page what the state is, at most four times a second, as server-sent events. */
export class Live {
  readonly #state: () => LiveState;
  readonly #pages = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | undefined;
  readonly #pulse: NodeJS.Timeout;

  constructor(state: () => LiveState) {
    this.#state = state;
    this.#pulse = setInterval(() => this.#write(':\n\n'), SIGN_OF_LIFE_MS);
    this.#pulse.unref();
  }

  /** Keeps a request open and answers it with the state, now and whenever it changes. @returns false when too many are */
  open(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#pages.size >= MOST_PAGES) return false;
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
    // The page asks again after a second, should the server go away.
    response.write(`retry: 1000\n${this.#message()}`);
    this.#pages.add(response);
    request.once('close', () => this.#pages.delete(response));
    return true;
  }

  /** Something changed. */
  change(): void {
    if (this.#timer !== undefined || this.#pages.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#write(this.#message());
    }, EVERY_MS);
  }

  close(): void {
    clearInterval(this.#pulse);
    clearTimeout(this.#timer);
    for (const page of this.#pages) page.end();
  }

  #message(): string {
    return `data: ${JSON.stringify(this.#state())}\n\n`;
  }

  #write(text: string): void {
    for (const page of this.#pages) {
      // A page that does not read, such as one of a sleeping laptop, must not fill the memory; it asks again.
      if (page.writableLength > 1024 * 1024) page.destroy();
      else page.write(text);
    }
  }
}
