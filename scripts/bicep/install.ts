import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const PROJECT = fileURLToPath(new URL('compiler.csproj', import.meta.url));
/** Where tools keep what they can make again: git does not see it, and `npm ci` clears it. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/bicep', import.meta.url));

const RESTORE_TIMEOUT_MS = 180_000;

/** Names of .NET's platforms in the names of the packages. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'osx', win32: 'win' };

/** The compiler's executable, or why there is none: a sentence for whoever runs the tests. */
export type Installed =
  | { readonly path: string; readonly missing?: never }
  | { readonly missing: string; readonly path?: never };

/** The .NET name of this machine's platform. Only Node on glibc reports a version of it; musl has a package of its own. */
function toPlatform(): string {
  const { header } = z
    .object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })
    .parse(process.report.getReport());
  const musl = process.platform === 'linux' && header.glibcVersionRuntime === undefined ? '-musl' : '';
  return `${SYSTEMS[process.platform] ?? process.platform}${musl}-${process.arch}`;
}

function readVersion(): string {
  const [, version] = /Version="\[([\d.]+)\]"/.exec(readFileSync(PROJECT, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${PROJECT} names no version of the compiler`);
  return version;
}

/** Restores into a folder of its own and moves the result into place: two processes may do so at the same time. */
function restore(platform: string, version: string, target: string): Installed {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'restore-'));
  try {
    const packages = join(folder, 'packages');
    const { status, error, stdout } = spawnSync(
      'dotnet',
      [
        ...['restore', PROJECT, '--packages', packages, '--verbosity', 'quiet'],
        ...[`-p:CompilerPlatform=${platform}`, `-p:BaseIntermediateOutputPath=${join(folder, 'obj')}/`],
      ],
      {
        encoding: 'utf8',
        timeout: RESTORE_TIMEOUT_MS,
        env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' },
      },
    );
    if (error !== undefined && 'code' in error && error.code === 'ENOENT')
      return { missing: 'no .NET SDK on this machine' };
    if (status !== 0)
      return { missing: `NuGet did not bring the compiler: ${error?.message ?? stdout.trim()}` };
    const name = `azure.bicep.commandline.${platform}`;
    const executable = join(packages, name, version, 'tools', toFileName());
    // NuGet keeps no execute bit.
    chmodSync(executable, 0o755);
    mkdirSync(join(target, '..'), { recursive: true });
    renameSync(executable, target);
    return { path: target };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toFileName(): string {
  return process.platform === 'win32' ? 'bicep.exe' : 'bicep';
}

/**
 * The Bicep compiler of the version that compiler.csproj pins, brought from NuGet at the first call (about 45 MB).
 * @returns its path, or what is missing: no .NET SDK, no package for this machine, no way to NuGet
 */
export function installBicep(): Installed {
  const version = readVersion();
  const target = join(CACHE, version, toFileName());
  return existsSync(target) ? { path: target } : restore(toPlatform(), version, target);
}
