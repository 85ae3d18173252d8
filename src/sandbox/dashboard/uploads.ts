import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LogFile } from '../sendFiles.ts';

/** Larger logs are better named on the command line, which reads them where they are. */
export const UPLOAD_LIMIT = 512 * 1024 * 1024;

/** Files that wait to be sent; somebody's whole folder may be dropped at once. */
const MOST_WAITING = 200;

const MOST_NAME = 80;

/** Why a file is not taken. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
  readonly code: 'too-large' | 'busy' | 'invalid';

  constructor(code: UploadError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A dropped file's name, safe on every file system: letters, digits and `. _ -` of its last part. Its ending says how the
 * file is read, and of the portal's CSV downloads the name says which they are.
 */
export function toSafeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(/[^A-Za-z0-9._-]+/g, '_').slice(-MOST_NAME);
  // Never hidden, never a folder's name, never a device's as `con.json` is on Windows.
  return `log-${safe.replace(/^[.-]+/, '')}`;
}

/** What people read as a file's name: on one line, and not endless. */
export function toShownName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return (
    last
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd')
      .slice(0, MOST_NAME) || 'log'
  );
}

/** Dropped files, in a folder of this process that is removed with it. */
export class Uploads {
  readonly limit: number;
  #folder: Promise<string> | undefined;
  #count = 0;
  readonly #waiting = new Map<string, LogFile>();

  constructor(limit = UPLOAD_LIMIT) {
    this.limit = limit;
  }

  /**
   * Writes a request's body to a file.
   * @returns the id by which it is sent
   * @throws UploadError when it is too large or too many wait; Error when it cannot be written, or the sender goes away
   */
  async receive(request: IncomingMessage, name: string): Promise<string> {
    if (Number(request.headers['content-length'] ?? 0) > this.limit) throw this.#tooLarge();
    if (this.#waiting.size >= MOST_WAITING)
      throw new UploadError('busy', `${MOST_WAITING} files wait already`);
    this.#folder ??= mkdtemp(join(tmpdir(), 'entra-signin-risk-'));
    const id = String(++this.#count);
    const folder = join(await this.#folder, id);
    await mkdir(folder, { mode: 0o700 });
    const path = join(folder, toSafeName(name));
    try {
      await pipeline(request, this.#meter(), createWriteStream(path, { mode: 0o600 }));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    this.#waiting.set(id, { path, name: toShownName(name) });
    return id;
  }

  /** Hands out files, each once. @throws UploadError for an id that does not wait */
  take(ids: readonly string[]): LogFile[] {
    const files = ids.map((id) => this.#waiting.get(id));
    const known = files.filter((file) => file !== undefined);
    if (known.length !== files.length || new Set(ids).size !== ids.length)
      throw new UploadError('invalid', 'there is no such file');
    for (const id of ids) this.#waiting.delete(id);
    return known;
  }

  /** Removes files that were handed out. */
  async remove(files: readonly LogFile[]): Promise<void> {
    await Promise.all(files.map(({ path }) => rm(path, { force: true })));
  }

  /** Removes all there is. */
  async close(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }

  #meter(): Transform {
    let bytes = 0;
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        bytes += chunk.length;
        if (bytes > this.limit) done(this.#tooLarge());
        else done(null, chunk);
      },
    });
  }

  #tooLarge(): UploadError {
    const most = Math.round(this.limit / 1024 / 1024);
    return new UploadError(
      'too-large',
      `at most ${most} MB can be dropped; name a larger file on the command line: npm start -- --input FILE`,
    );
  }
}
