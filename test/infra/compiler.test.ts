import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeBicep } from '../support/bicep.ts';

const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const QUEUE = `param name string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: 'stexample'
}

resource service 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' existing = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = {
  parent: service
  name: name
}

output region string = resourceGroup().location
`;

describeBicep('the Bicep compiler', (bicep) => {
  it('compiles, and has nothing to say about a clean template', async () => {
    const { problems, template } = await bicep().build(write('clean.bicep', QUEUE));
    expect(problems).toEqual([]);
    expect(template).toMatchObject({ parameters: { name: { type: 'string' } } });
  });

  it('tells faults of types and of style with their place', async () => {
    const file = write('faulty.bicep', QUEUE.replace('name: name', 'named: 1'));
    const { problems, template } = await bicep().build(file);
    expect(template).toBeUndefined();
    expect(problems).toContainEqual(expect.stringMatching(/faulty\.bicep\(1,7\) Warning no-unused-params/));
    expect(problems).toContainEqual(expect.stringMatching(/faulty\.bicep\(14,3\) Error BCP089/));
  });

  it('formats', async () => {
    const file = write('untidy.bicep', QUEUE.replace('  name: name', '      name:   name'));
    expect(await bicep().format(file)).toBe(QUEUE);
  });

  it('works out the resources of a parameter file', async () => {
    write('queue.bicep', QUEUE);
    const file = write('queue.bicepparam', `using 'queue.bicep'\nparam name = 'signin-alerts'\n`);
    const scope = {
      subscriptionId: '00000000-0000-0000-0000-000000000001',
      resourceGroup: 'rg-example',
      location: 'japaneast',
    };
    const { predictedResources, outputs } = await bicep().snapshot(file, scope);
    expect(predictedResources.map(({ type, name }) => [type, name])).toEqual([
      ['Microsoft.Storage/storageAccounts/queueServices/queues', 'stexample/default/signin-alerts'],
    ]);
    expect(outputs).toEqual({ region: 'japaneast' });
  });

  it('throws when a parameter file does not compile', async () => {
    const file = write('wrong.bicepparam', `using 'absent.bicep'\n`);
    await expect(bicep().snapshot(file, {})).rejects.toThrow(/.+/);
  });
});
