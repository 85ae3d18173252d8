import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../src/cli/doctor/arm/roles.ts';
import type { ArmContent } from '../support/armEndpoint.ts';
import { file, ROOT } from '../support/cliRun.ts';
import * as deployed from '../support/deployedContent.ts';
import { type DoctorBench, faultsIn, startDoctorBench } from '../support/doctorBench.ts';

let bench: DoctorBench;
beforeAll(async () => {
  bench = await startDoctorBench();
});
afterAll(() => bench.close());

/** What Azure tells of a deployment that is broken in one place. */
interface BrokenInAzure {
  readonly what: string;
  readonly check: string;
  readonly found: RegExp;
  readonly todo: RegExp;
  readonly change: (content: ArmContent) => ArmContent;
}

const withColumns = (
  content: ArmContent,
  path: string,
  change: (columns: unknown[]) => unknown[],
): ArmContent => {
  const body = structuredClone(content[path]) as {
    value?: [{ properties: { streamDeclarations: Record<string, { columns: unknown[] }> } }];
    properties?: { schema: { columns: unknown[] } };
  };
  const stream = body.value?.[0].properties.streamDeclarations['Custom-EntraSigninRisk_CL'];
  const holder = stream ?? body.properties?.schema;
  if (holder === undefined) throw new Error(`no columns at ${path}`);
  holder.columns = change(holder.columns);
  return { ...content, [path]: body };
};

/** One settings object of the tenant, changed. */
const withDiagnostics = (content: ArmContent, properties: object): ArmContent => {
  const { value } = content[deployed.DIAGNOSTICS] as { value: [{ name: string; properties: object }] };
  const [first] = value;
  return {
    ...content,
    [deployed.DIAGNOSTICS]: { value: [{ ...first, properties: { ...first.properties, ...properties } }] },
  };
};

const BROKEN_IN_AZURE: readonly BrokenInAzure[] = [
  {
    what: 'the app is stopped',
    check: 'app',
    found: /^func-example is Stopped$/,
    todo: /az functionapp start/,
    change: (content) => ({
      ...content,
      [deployed.APP]: { ...(content[deployed.APP] as object), properties: { state: 'Stopped' } },
    }),
  },
  {
    what: 'the app has another identity than its settings say',
    check: 'identity',
    found: /no identity with the client id of AZURE_CLIENT_ID/,
    todo: /assign the identity/,
    change: (content) => ({ ...content, [deployed.APP]: { identity: {}, properties: { state: 'Running' } } }),
  },
  ...(
    [
      ['hub', /Azure Event Hubs Data Receiver on the hub \(sign-ins\)/],
      ['rule', /Monitoring Metrics Publisher on the data collection rule/],
      ['queue', /Storage Queue Data Message Sender on the queue \(signin-alerts\)/],
      ['spills', /Storage Blob Data Contributor on the container of the spills/],
      ['deadLetters', /Storage Blob Data Contributor on the container of the dead letters/],
      ['host', /Storage Blob Data Owner on the host’s storage account/],
    ] as const
  ).map(
    ([name, found]): BrokenInAzure => ({
      what: `the app has not its role: ${name}`,
      check: 'roles',
      found,
      todo: /up to 30 minutes/,
      change: (content) => ({ ...content, [deployed.rolesOf(deployed.SCOPES[name])]: { value: [] } }),
    }),
  ),
  {
    what: 'the role is held below the resource only',
    check: 'roles',
    found: /Storage Blob Data Owner on the host’s storage account/,
    todo: /assign it/,
    change: (content) => ({
      ...content,
      [deployed.rolesOf(deployed.SCOPES.host)]: {
        value: [
          {
            properties: {
              roleDefinitionId:
                '/providers/Microsoft.Authorization/roleDefinitions/b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
              scope: deployed.SCOPES.spills,
            },
          },
        ],
      },
    }),
  },
  {
    what: 'the rule is not beside the app',
    check: 'stream',
    found: /there is no data collection rule dcr-0+1 beside the app/,
    todo: /LOGS_INGESTION_RULE_ID/,
    change: (content) => ({ ...content, [deployed.RULE_LIST]: { value: [] } }),
  },
  {
    what: 'the stream lacks a column',
    check: 'stream',
    found: /^Custom-EntraSigninRisk_CL: no RecordId$/,
    todo: /deploy the infrastructure of this version/,
    change: (content) =>
      withColumns(content, deployed.RULE_LIST, (columns) =>
        columns.filter((one) => !isNamed(one, 'RecordId')),
      ),
  },
  {
    what: 'a column of the stream has another type',
    check: 'stream',
    found: /PasswordProven is string in place of boolean/,
    todo: /deploy the infrastructure of this version/,
    change: (content) =>
      withColumns(content, deployed.RULE_LIST, (columns) =>
        columns.map((one) =>
          isNamed(one, 'PasswordProven') ? { name: 'PasswordProven', type: 'string' } : one,
        ),
      ),
  },
  {
    what: 'the table lacks columns',
    check: 'table',
    found: /^EntraSigninRisk_CL: no TimeGenerated, CreatedDateTime$/,
    todo: /deploy the infrastructure of this version/,
    change: (content) => withColumns(content, deployed.TABLE, (columns) => columns.slice(2)),
  },
  {
    what: 'the table is missing',
    check: 'table',
    found: /the workspace has no table EntraSigninRisk_CL/,
    todo: /deploy the infrastructure/,
    change: (content) => ({ ...content, [deployed.TABLE]: 404 }),
  },
  {
    what: 'the namespace takes no keys',
    check: 'key',
    found: /disableLocalAuth/,
    todo: /turn local auth on/,
    change: (content) => ({ ...content, [deployed.NAMESPACE]: { properties: { disableLocalAuth: true } } }),
  },
  {
    what: 'the shared access rule is gone',
    check: 'key',
    found: /no shared access rule that may send/,
    todo: /npm run azure -- connect/,
    change: (content) => ({ ...content, [deployed.KEYS]: { value: [] } }),
  },
  {
    what: 'the tenant has no diagnostic setting for the hub',
    check: 'setting',
    found: /none of the tenant’s 1 diagnostic settings leads to this hub/,
    todo: /npm run azure -- connect/,
    change: (content) => withDiagnostics(content, { eventHubName: 'another' }),
  },
  {
    what: 'the diagnostic setting sends no sign-ins',
    check: 'setting',
    found: /entra-signin-risk sends no sign-ins/,
    todo: /npm run azure -- connect/,
    change: (content) => withDiagnostics(content, { logs: [{ category: 'AuditLogs', enabled: true }] }),
  },
];

function isNamed(column: unknown, name: string): boolean {
  return typeof column === 'object' && column !== null && 'name' in column && column.name === name;
}

describe('doctor, by what Azure tells, names the fault when', () => {
  it.each(BROKEN_IN_AZURE)('$what', async ({ check, found, todo, change }) => {
    const findings = await bench.inAzure(change(deployed.deployedContent(bench.healthy)));
    expect(faultsIn(findings)).toEqual([
      { check, state: 'fault', found: expect.stringMatching(found), todo: expect.stringMatching(todo) },
    ]);
  });

  it('the app is not there, or may not be read: and looks at the rest', async () => {
    const settings = file('beside.json', JSON.stringify({ Values: bench.healthy }));
    const odd = await bench.withArm({ [deployed.APP]: { properties: 7 } }, '--settings', settings);
    expect(faultsIn(odd.findings)).toEqual([
      expect.objectContaining({ check: 'app', todo: 'check that --app is one' }),
    ]);
    for (const [status, todo] of [
      [404, /check --app/],
      [403, /Website Contributor/],
    ] as const) {
      const { code, findings } = await bench.withArm({ [deployed.APP]: status }, '--settings', settings);
      expect({ code, faults: faultsIn(findings) }).toEqual({
        code: 1,
        faults: [
          {
            check: 'app',
            state: 'fault',
            found: expect.stringContaining(`status ${status}`),
            todo: expect.stringMatching(todo),
          },
        ],
      });
    }
  });
});

describe('what Azure does not tell', () => {
  it('is said, and is no fault', async () => {
    const content = deployed.deployedContent(bench.healthy);
    for (const path of [deployed.RULE_LIST, deployed.KEYS, deployed.DIAGNOSTICS]) content[path] = 403;
    const findings = await bench.inAzure(content);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings.filter(({ state }) => state === 'skipped').map(({ check }) => check)).toEqual([
      'roles',
      'stream',
      'key',
    ]);
    const noEntra = await bench.inAzure({
      ...deployed.deployedContent(bench.healthy),
      [deployed.DIAGNOSTICS]: 403,
    });
    expect(noEntra).toContainEqual({
      check: 'setting',
      state: 'skipped',
      found: expect.stringContaining('status 403'),
      todo: 'it takes Security Reader in Entra',
    });
  });

  it('categories that are not sent are a matter of choice', async () => {
    const logs = [{ category: 'SignInLogs', enabled: true }];
    const findings = await bench.inAzure(withDiagnostics(deployed.deployedContent(bench.healthy), { logs }));
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'setting', state: 'warning' }));
  });

  it('what this identity may not do is no fault of a deployment whose roles Azure tells', async () => {
    const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No access.' } as const;
    bench.endpoints.logs.setFault(() => fault);
    const { code, findings } = await bench.withArm(deployed.deployedContent(bench.healthy));
    bench.endpoints.logs.setFault(undefined);
    expect({ code, rows: findings.find(({ check }) => check === 'rows') }).toEqual({
      code: 0,
      rows: {
        check: 'rows',
        state: 'warning',
        found: expect.stringContaining('status 403'),
        todo: expect.stringContaining('your own identity'),
      },
    });
  });

  it('roles are those that the templates assign', () => {
    const bicep = readFileSync(join(ROOT, 'infra/modules/roles.bicep'), 'utf8');
    for (const { name, ids } of Object.values(ROLES)) expect(bicep, name).toContain(`'${ids[0]}'`);
  });
});
