/** The least pause between two updates that nobody asked for. */
const PAUSE_MS = 700;
/** Of the time, updates may take one part in so many: with a million rows the server needs longer for an answer. */
const SHARE = 8;

/** Repeats a task as often as it is asked for, but one at a time, and no more often than the server can bear. */
export class Refresher {
  readonly #task: () => Promise<void>;
  #running = false;
  #again = false;
  #timer: number | undefined;
  #pause = PAUSE_MS;

  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  /** At once: somebody waits. */
  now(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running) this.#again = true;
    else void this.#run();
  }

  /** Soon: something changed. */
  soon(): void {
    this.#timer ??= window.setTimeout(() => this.now(), this.#pause);
  }

  async #run(): Promise<void> {
    this.#running = true;
    const begin = performance.now();
    await this.#task();
    this.#pause = Math.max(PAUSE_MS, (performance.now() - begin) * SHARE);
    this.#running = false;
    if (!this.#again) return;
    this.#again = false;
    void this.#run();
  }
}
