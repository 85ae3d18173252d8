import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { at, readPipelines } from '../support/snapshots.ts';
import { ROOT } from '../support/sources.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const azureYaml = read('azure.yaml');
const template = read('infra/main.bicep');

describe('azure.yaml', () => {
  it('deploys the built app as it is, to the app that carries its tag', () => {
    const [, service] = /^services:\n(?: {2}#.*\n)* {2}(\w+):$/m.exec(azureYaml) ?? [];
    for (const example of readPipelines())
      expect(at(example.of('Microsoft.Web/sites')[0], 'tags', 'azd-service-name')).toBe(service);
    expect(azureYaml).toMatch(/^ {4}project: dist\/app$/m);
    expect(azureYaml).toMatch(/^ {4}remoteBuild: false$/m);
    expect(read('scripts/build.ts')).toContain("buildApp(join(dist, 'app'))");
  });

  it('has every hook for both kinds of shell, as files that are there', () => {
    const runs = Array.from(azureYaml.matchAll(/shell: (\w+)\n\s+run: (\S+)/g), ([, shell, path = '']) => ({
      shell,
      path,
    }));
    expect(runs).toHaveLength(8);
    for (const { shell, path } of runs) {
      expect(path).toMatch(shell === 'sh' ? /\.sh$/ : /\.ps1$/);
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      if (shell === 'sh' && process.platform !== 'win32') accessSync(join(ROOT, path), constants.X_OK);
    }
  });

  it('builds before every way of deploying: azd runs only the hooks of the command that was given', () => {
    for (const hook of ['prepackage', 'predeploy'])
      expect(azureYaml).toMatch(
        new RegExp(`^ {2}${hook}:\\n {4}posix:\\n {6}shell: sh\\n {6}run: infra/hooks/prepackage\\.sh$`, 'm'),
      );
    expect(azureYaml).toMatch(/^requiredVersions:\n {2}azd: '>= 1\.23\.12'$/m);
  });

  it('has hooks that say the same in both, and ask only for outputs that the template has', () => {
    const outputs = Array.from(template.matchAll(/^output (\w+) /gm), ([, name = '']) => name);
    for (const hook of ['postdeploy', 'predown']) {
      const posix = read(`infra/hooks/${hook}.sh`);
      const windows = read(`infra/hooks/${hook}.ps1`);
      const used = Array.from(posix.matchAll(/\$([A-Z_]+)/g), ([, name = '']) => name);
      expect(used.length).toBeGreaterThan(0);
      for (const name of used) expect(outputs).toContain(name);
      const words = (text: string, begin: RegExp) => text.slice(text.search(begin)).split('\n').slice(1, -2);
      const plain = words(windows, /@"/)
        .join('\n')
        .replaceAll(/\$\(\$env:(\w+)\)|\$env:(\w+)/g, (_, a, b) => `$${a ?? b}`);
      expect(plain).toBe(words(posix, /<<TEXT/).join('\n'));
    }
  });
});

describe('infra/main.parameters.json', () => {
  const { parameters } = z
    .object({ parameters: z.record(z.string(), z.object({ value: z.string() })) })
    .parse(JSON.parse(read('infra/main.parameters.json')));
  const declared = new Map(
    Array.from(template.matchAll(/^param (\w+) (\S+)(?: = (.+))?$/gm), ([, name = '', type = '', value]) => [
      name,
      { type, value },
    ]),
  );

  it.each(Object.entries(parameters))(
    '%s takes %j, and without it what the template would take',
    (name, { value }) => {
      const parameter = declared.get(name);
      expect(parameter).toBeDefined();
      const [, fallback = ''] = /^\$\{[A-Z_]+(?:=(\w+))?\}$/.exec(value) ?? ['', 'not of the form'];
      // azd hands an empty text over as it is, and it would overrule a default that is not empty.
      expect(fallback).toBe((parameter?.value ?? '').replaceAll("'", ''));
    },
  );

  it('leaves one question to azd: the size of the tenant', () => {
    const asked = Array.from(declared).filter(
      ([name, { value }]) => value === undefined && !(name in parameters),
    );
    expect(asked.map(([name]) => name)).toEqual(['users']);
  });
});
