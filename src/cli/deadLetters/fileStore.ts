import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { LeasingStore } from '../../delivery/ports.ts';
import { FileError } from '../jsonFile.ts';

/**
 * A file of dead letters, such as the sandbox's `dead-letters.jsonl`, in the place of a container: it holds one blob.
 * A file has no leases; who works on it must be alone.
 * @throws FileError when it cannot be read
 */
export async function openFileStore(path: string): Promise<LeasingStore> {
  const content = await readFile(path).catch((error: unknown) => {
    throw new FileError(`${path}: the dead letters cannot be read (${String(error)})`, { cause: error });
  });
  const name = `file-${createHash('sha256').update(content).digest('hex')}.jsonl`;
  // In one step: a crash in the middle of a long write would take letters along.
  const replace = async (next: Uint8Array) => {
    const beside = `${path}.new`;
    await writeFile(beside, next);
    await rename(beside, path);
  };
  const nothing = async () => undefined;
  return {
    async *list() {
      yield { name, bytes: content.length, metadata: {} };
    },
    read: async () => content,
    folders: async () => [],
    put: async () => ({ ok: true }),
    check: async () => ({ ok: true }),
    lease: async () => ({
      renew: nothing,
      release: nothing,
      read: async () => content,
      replace,
      delete: () => replace(new Uint8Array()),
    }),
  };
}
