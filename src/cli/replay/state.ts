import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { FileError } from '../jsonFile.ts';

const stateSchema = z.object({
  version: z.literal(1),
  /** Of the source, the choice and the destination: another replay does not go on here. */
  job: z.string(),
  fixed: z.unknown(),
  cursor: z.unknown().optional(),
  sent: z.object({ events: z.number(), records: z.number() }),
  /** Places of events that no hub takes. */
  tooLarge: z.array(z.string()),
  total: z.object({ events: z.number(), records: z.number().optional() }),
});

/** How far a replay is. Holds places and numbers, and nothing of a record. */
export type ReplayState = z.infer<typeof stateSchema>;

/** Where a replay notes how far it is, so that it can go on after an interruption. */
export interface StateFile {
  readonly path: string;
  /** What an interrupted replay of the same job left; undefined when there is none. */
  load(): Promise<ReplayState | undefined>;
  save(state: Omit<ReplayState, 'version' | 'job'>): Promise<void>;
  /** The replay is through. */
  remove(): Promise<void>;
}

/**
 * @param path undefined: a file of this user, named after the job
 * @param identity tells of two replays whether they are the same; plain JSON
 */
export function openState(
  path: string | undefined,
  identity: unknown,
  env: Readonly<Record<string, string | undefined>>,
): StateFile {
  const job = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
  const file = path ?? join(folderOf(env), `replay-${job}.json`);
  return {
    path: file,
    async load() {
      const text = await readFile(file, 'utf8').catch((error: Error & { readonly code?: string }) => {
        if (error.code === 'ENOENT') return undefined;
        throw unusable(file, error);
      });
      if (text === undefined) return undefined;
      const state = parse(file, text);
      if (state.job !== job)
        throw new FileError(
          `${file}: belongs to another replay, or what it reads has changed; name another file with --state, or begin anew with --restart`,
        );
      return state;
    },
    async save(state) {
      try {
        await mkdir(dirname(file), { recursive: true });
        // At once or not at all: a torn file would lose the place.
        await writeFile(`${file}.new`, JSON.stringify({ version: 1, job, ...state }), { mode: 0o600 });
        await rename(`${file}.new`, file);
      } catch (error) {
        throw unusable(file, error);
      }
    },
    remove: () => rm(file, { force: true }),
  };
}

function parse(file: string, text: string): ReplayState {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new FileError(`${file}: is no state of a replay; begin anew with --restart`, { cause: error });
  }
}

function unusable(file: string, cause: unknown): FileError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileError(
    `${file}: the place of the replay cannot be noted there (${reason}); name another file with --state`,
    {
      cause,
    },
  );
}

/** Where programs keep what they must remember (XDG Base Directory Specification; LOCALAPPDATA on Windows). */
function folderOf(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_STATE_HOME'] || env['LOCALAPPDATA'] || join(homedir(), '.local', 'state');
  return join(base, 'entra-signin-risk');
}
