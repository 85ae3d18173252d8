import { describe, expect, it } from 'vitest';
import { ALL_COLUMNS, STREAM_NAME, TABLE_NAME } from '../../src/core/row/columns.ts';
import { at, readExamples, readPipelines } from '../support/snapshots.ts';

const columns = ALL_COLUMNS.map(({ name, type }) => ({ name, type }));

describe.each(readPipelines())('the data collection rule of $name', (example) => {
  const [rule] = example.of('Microsoft.Insights/dataCollectionRules');

  it('takes in the row’s columns, and passes them on as they are', () => {
    expect(at(rule, 'kind')).toBe('Direct');
    expect(at(rule, 'properties', 'streamDeclarations')).toEqual({ [STREAM_NAME]: { columns } });
    expect(at(rule, 'properties', 'dataFlows')).toEqual([
      {
        streams: [STREAM_NAME],
        destinations: ['workspace'],
        transformKql: 'source',
        outputStream: STREAM_NAME,
      },
    ]);
  });

  it('sends to the workspace that the output names, and reports its errors', () => {
    const workspace = at(rule, 'properties', 'destinations', 'logAnalytics', 0, 'workspaceResourceId');
    expect(workspace).toBe(example.outputs['WORKSPACE_ID'] ?? example.outputs['workspaceId']);
    const [errors] = example.of('Microsoft.Insights/diagnosticSettings');
    expect(errors?.id.startsWith(`${rule?.id}/`)).toBe(true);
    expect(at(errors, 'properties', 'logs')).toEqual([{ category: 'LogErrors', enabled: true }]);
  });
});

const tables = readExamples().flatMap((example) =>
  example
    .of('Microsoft.OperationalInsights/workspaces/tables')
    .map((table) => ({ name: example.name, properties: table.properties })),
);

it('the table is made with a new workspace, and in an existing one by a deployment of its own', () => {
  expect(tables.map(({ name }) => name)).toEqual([
    'notifications',
    'private-network',
    'resource-group',
    'users-100k',
    'users-10k',
    'users-1m',
    'workspace-table',
  ]);
});

describe.each(tables)('the table of $name', ({ properties }) => {
  it('has the row’s columns, in the spelling of tables', () => {
    expect(at(properties, 'schema')).toEqual({
      name: TABLE_NAME,
      columns: columns.map(({ name, type }) => ({ name, type: type === 'datetime' ? 'dateTime' : type })),
    });
  });

  it('is in the plan that Sentinel rules need', () => {
    expect(properties).toMatchObject({ plan: 'Analytics', retentionInDays: 90, totalRetentionInDays: 90 });
  });
});

it('the columns have names and types that Log Analytics takes', () => {
  const reserved =
    /^(id|BilledSize|IsBillable|InvalidTimeGenerated|TenantId|Title|Type|UniqueId|_ItemId|_ResourceGroup|_ResourceId|_SubscriptionId|_TimeReceived)$/i;
  for (const { name, type } of columns) {
    expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{1,44}$/);
    expect(name).not.toMatch(reserved);
    expect(['string', 'int', 'long', 'real', 'boolean', 'dynamic', 'datetime']).toContain(type);
  }
  expect(columns[0]).toEqual({ name: 'TimeGenerated', type: 'datetime' });
  expect(columns.length).toBeLessThan(500);
});
