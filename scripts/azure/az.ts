import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Azure refused, or the Azure CLI is not there. The message is for the person at the keyboard. */
export class AzureError extends Error {
  override readonly name = 'AzureError';
}

/**
 * One call of Azure Resource Manager, as whoever has signed in with `az login`, in whatever cloud was chosen there.
 * @param path with its api-version, such as `/subscriptions?api-version=2022-12-01`
 * @returns the answer's JSON; undefined for an empty one
 * @throws AzureError with what Azure said
 */
export type CallAzure = (method: 'get' | 'put' | 'delete', path: string, body?: unknown) => unknown;

/**
 * What may stand in a path. On Windows `az` is a batch file and its arguments go through a shell, so everything that
 * means something to one is refused, wherever the text came from. No id of ours needs more.
 */
const SAFE_PATH = /^\/[\w./()-]+\?api-version=[\w.-]+$/;

/** Calls by `az rest`, which adds the cloud's address and the token: neither is ever seen here. */
export function createAzureCaller(command = 'az'): CallAzure {
  return (method, path, body) => {
    if (!SAFE_PATH.test(path))
      throw new AzureError(`not a path that can be asked for: ${JSON.stringify(path)}`);
    const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-'));
    try {
      const file = join(folder, 'body.json');
      if (body !== undefined) writeFileSync(file, JSON.stringify(body));
      const onWindows = process.platform === 'win32';
      // The shell splits at blanks, and a user's folder may have one.
      const bodyFile = onWindows ? `"@${file}"` : `@${file}`;
      const { status, error, stdout, stderr } = spawnSync(
        command,
        [
          ...['rest', '--method', method, '--url', path, '--output', 'json'],
          ...(body === undefined ? [] : ['--body', bodyFile]),
        ],
        { encoding: 'utf8', shell: onWindows, maxBuffer: 64 * 1024 * 1024 },
      );
      if (error !== undefined)
        throw new AzureError(
          `the Azure CLI (az) cannot be run: ${error.message}. Install it, then: az login`,
        );
      if (status !== 0) throw new AzureError(stderr.trim() || `az ended with code ${status}`);
      return stdout.trim() === '' ? undefined : JSON.parse(stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}
