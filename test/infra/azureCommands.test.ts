import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AzureError, type CallAzure, createAzureCaller } from '../../scripts/azure/az.ts';
import { toType } from '../../scripts/azure/deployedContent.ts';
import { SIGN_IN_CATEGORIES } from '../../scripts/azure/diagnosticSettings.ts';
import { parseCommand, UsageError } from '../../scripts/azure/options.ts';
import { run } from '../../scripts/azure/run.ts';
import { at, readExamples } from '../support/snapshots.ts';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000002';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-security`;
const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/log-sentinel`;
const RULE = `${SUBSCRIPTION}/resourceGroups/rg-x/providers/Microsoft.EventHub/namespaces/evhns-example/authorizationRules/entra-diagnostic-settings`;
const SETTINGS = '/providers/microsoft.aadiam/diagnosticSettings';

/** Azure as far as the commands ask it: resources by path, and a log of what was asked. */
function fakeAzure(resources: Record<string, unknown> = {}) {
  const stored = new Map(Object.entries(resources));
  const log: string[] = [];
  const call: CallAzure = (method, path, body) => {
    const id = path.replace(/\?.*/, '');
    log.push(`${method} ${path}`);
    if (method === 'put')
      stored.set(id, { name: id.split('/').at(-1), ...z.record(z.string(), z.unknown()).parse(body) });
    if (method === 'delete') stored.delete(id);
    if (method !== 'get') return undefined;
    if (id === SETTINGS)
      return {
        value: Array.from(stored).flatMap(([key, value]) => (key.startsWith(`${SETTINGS}/`) ? [value] : [])),
      };
    if (!stored.has(id)) throw new AzureError(`DeploymentNotFound: ${id}`);
    return stored.get(id);
  };
  return { call, log, stored };
}

async function command(args: readonly string[], call: CallAzure, answer = '') {
  const lines: string[] = [];
  const questions: string[] = [];
  const done = await run(parseCommand(args), {
    call,
    print: (line) => lines.push(line),
    ask: async (question) => {
      questions.push(question);
      return answer;
    },
  });
  return { done, text: lines.join('\n'), questions };
}

describe('connect', () => {
  it('makes the same setting as the template does', async () => {
    const { call, stored } = fakeAzure();
    const { text } = await command(['connect', '--rule', RULE], call);
    const template = readExamples().find(({ name }) => name === 'diagnostic-settings')?.resources[0];
    const made = stored.get(`${SETTINGS}/entra-signin-risk`);
    expect({
      ...z.object({}).loose().parse(at(made, 'properties')),
      eventHubAuthorizationRuleId: '',
    }).toEqual({
      ...z.object({}).loose().parse(template?.properties),
      eventHubAuthorizationRuleId: '',
    });
    expect(at(made, 'properties', 'eventHubAuthorizationRuleId')).toBe(RULE);
    expect(text).toContain(`sends ${SIGN_IN_CATEGORIES.length} categories to entra-sign-ins`);
  });

  it('can be said again, and takes the categories that are named', async () => {
    const { call, stored } = fakeAzure();
    await command(['connect', '--rule', RULE], call);
    await command(['connect', '--rule', RULE, '--category', 'SignInLogs'], call);
    expect(stored.size).toBe(1);
    expect(at(stored.get(`${SETTINGS}/entra-signin-risk`), 'properties', 'logs')).toEqual([
      { category: 'SignInLogs', enabled: true },
    ]);
  });

  it('writes nothing where five others are, and for a dry run', async () => {
    const five = Object.fromEntries(
      [1, 2, 3, 4, 5].map((n) => [`${SETTINGS}/other-${n}`, { name: `other-${n}` }]),
    );
    const { call, log } = fakeAzure(five);
    await expect(command(['connect', '--rule', RULE], call)).rejects.toThrow(
      /other-1, other-2.*no more than 5/,
    );
    const { text } = await command(['connect', '--rule', RULE, '--dry-run'], call);
    expect(text).toMatch(
      /^PUT \/providers\/microsoft\.aadiam\/diagnosticSettings\/entra-signin-risk\?api-version=/,
    );
    expect(log.filter((line) => !line.startsWith('get'))).toEqual([]);
  });

  it('notices a setting that does not stand afterwards', async () => {
    const { call } = fakeAzure();
    const forgetful: CallAzure = (method, path, body) => {
      const answer = call(method, path, body);
      return at(answer, 'properties')
        ? { name: 'x', properties: { eventHubAuthorizationRuleId: '/else' } }
        : answer;
    };
    await expect(command(['connect', '--rule', RULE], forgetful)).rejects.toThrow(/leads elsewhere/);
  });
});

describe('disconnect', () => {
  const setting = { [`${SETTINGS}/entra-signin-risk`]: { name: 'entra-signin-risk' } };

  it('removes the setting when told yes, and only then', async () => {
    const { call, stored } = fakeAzure(setting);
    expect(await command(['disconnect'], call, 'n')).toMatchObject({ done: false });
    expect(stored.size).toBe(1);
    expect(await command(['disconnect'], call, 'y')).toMatchObject({
      done: true,
      text: 'entra-signin-risk is removed',
    });
    expect(stored.size).toBe(0);
    expect(await command(['disconnect', '--yes'], call)).toMatchObject({
      text: 'there is no diagnostic setting entra-signin-risk',
    });
  });
});

describe('remove', () => {
  const deployment = (name: string) => `${GROUP}/providers/Microsoft.Resources/deployments/${name}`;
  const target = (id: string, provisioningOperation = 'Create') => ({
    properties: { provisioningOperation, targetResource: { id, resourceType: toType(id) } },
  });
  const table = `${WORKSPACE}/tables/EntraSigninRisk_CL`;
  const rule = `${WORKSPACE}/providers/Microsoft.SecurityInsights/alertRules/00000000-0000-0000-0000-0000000000a1`;
  const azure = () =>
    fakeAzure({
      [`${deployment('entra-signin-risk-workspace')}/operations`]: {
        value: [
          target(deployment('entra-signin-risk-table')),
          target(rule),
          target(WORKSPACE),
          target(`${WORKSPACE}/providers/Microsoft.SecurityInsights/onboardingStates/default`),
          target(`${WORKSPACE}/tables/SigninLogs`, 'Read'),
          { properties: { provisioningOperation: 'EvaluateDeploymentOutput' } },
        ],
      },
      [`${deployment('entra-signin-risk-table')}/operations`]: { value: [target(table)] },
      '/providers/Microsoft.SecurityInsights': {
        resourceTypes: [
          { resourceType: 'alertRules', apiVersions: ['2026-01-01-preview', '2024-03-01', '2025-09-01'] },
        ],
      },
      '/providers/Microsoft.OperationalInsights': {
        resourceTypes: [{ resourceType: 'workspaces/tables', apiVersions: ['2025-07-01'] }],
      },
    });
  const args = ['remove', '--workspace', WORKSPACE];

  it('lists what the deployments made, nested ones too, and never the workspace or its Sentinel', async () => {
    const { call, log } = azure();
    const { done, text, questions } = await command(args, call, 'no');
    expect(done).toBe(false);
    expect(text.split('\n')).toEqual([
      'Azure has no record of a deployment entra-signin-risk-sentinel to that group',
      '2 resources were deployed there:',
      `  ${rule}`,
      `  ${table}  <- with all its rows`,
    ]);
    expect(questions).toEqual(["To delete them, type the workspace's name (log-sentinel): "]);
    expect(log.filter((line) => line.startsWith('delete'))).toEqual([]);
  });

  it('deletes it, the last made first, once the workspace’s name is typed', async () => {
    const { call, log } = azure();
    expect(await command(args, call, 'log-sentinel')).toMatchObject({ done: true });
    expect(log.filter((line) => line.startsWith('delete'))).toEqual([
      `delete ${rule}?api-version=2025-09-01`,
      `delete ${table}?api-version=2025-07-01`,
    ]);
  });

  it('goes on after a removal that was cut off: what is gone already is no fault, any other refusal is', async () => {
    const { call } = azure();
    const refuse =
      (message: string): CallAzure =>
      (method, path, body) => {
        if (method === 'delete' && path.startsWith(rule)) throw new AzureError(message);
        return call(method, path, body);
      };
    const gone = refuse('Not Found({"error":{"code":"ResourceNotFound"}})');
    const { done, text } = await command([...args, '--yes'], gone);
    expect(done).toBe(true);
    expect(text.split('\n').slice(-2)).toEqual([`gone already ${rule}`, `deleted ${table}`]);
    await expect(command([...args, '--yes'], refuse('Forbidden'))).rejects.toThrow('Forbidden');
  });

  it('removes nothing when Azure tells only a part', async () => {
    const { call, log } = fakeAzure({
      [`${deployment('entra-signin-risk-workspace')}/operations`]: {
        value: [target(table)],
        nextLink: 'https://example.com/next',
      },
    });
    await expect(command([...args, '--yes'], call)).rejects.toThrow(/more operations than Azure tells/);
    expect(log.filter((line) => line.startsWith('delete'))).toEqual([]);
  });
});

describe('the command line', () => {
  it.each([
    [[], /must be connect, disconnect or remove/],
    [['connect'], /--rule: /],
    [['connect', '--rule', `${RULE}; rm -rf /`], /--rule: the resource id/],
    [['connect', '--rule', RULE, '--category', 'AuditLogs'], /--category: one of SignInLogs/],
    [['connect', '--rule', RULE, '--hub', 'a & b'], /--hub: a name/],
    [['disconnect', '--force'], /force/],
    [['remove', '--workspace', GROUP], /--workspace: /],
  ])('%j is refused', (args, message) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(message);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('calls by az', () => {
  function fakeCli(script: string): string {
    const path = join(folder, 'az');
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/arguments\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  it('hand over method, path and body, and take JSON back', () => {
    const call = createAzureCaller(
      fakeCli(`for last; do :; done; cat "\${last#@}" > ${folder}/body; echo '{"name":"x"}'`),
    );
    expect(call('put', '/a/b?api-version=1', { it: "has 'quotes'" })).toEqual({ name: 'x' });
    const sent = readFileSync(join(folder, 'arguments'), 'utf8').split('\n');
    expect(sent.slice(0, 8)).toEqual([
      'rest',
      '--method',
      'put',
      '--url',
      '/a/b?api-version=1',
      '--output',
      'json',
      '--body',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'body'), 'utf8'))).toEqual({ it: "has 'quotes'" });
  });

  it('tell what Azure said, or that az is missing', () => {
    const refused = createAzureCaller(fakeCli('echo "Forbidden: AuthorizationFailed" >&2; exit 1'));
    expect(() => refused('get', '/a?api-version=1')).toThrow('Forbidden: AuthorizationFailed');
    expect(() => createAzureCaller(join(folder, 'absent'))('get', '/a?api-version=1')).toThrow(/az login/);
    expect(createAzureCaller(fakeCli('exit 0'))('delete', '/a?api-version=1')).toBeUndefined();
  });

  it.each([
    '/a',
    '/a?api-version=1&x=2',
    '/a;b?api-version=1',
    'https://example.com/?api-version=1',
    '/a"b?api-version=1',
  ])('refuse %j before anything runs', (path) => {
    expect(() => createAzureCaller(join(folder, 'absent'))('get', path)).toThrow(/not a path/);
  });
});
