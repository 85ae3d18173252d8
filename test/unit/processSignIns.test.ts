import { expect, it, vi } from 'vitest';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';

const fault = { what: 'deadLetters', detail: 'status 403; settings …' };
vi.mock('../../src/application.ts', () => ({
  application: {
    checkStart: async () => [fault],
    processBatch: async () => {
      throw new Error('the batch is not fully delivered');
    },
  },
}));

it('what the check at the start found is told even when the batch fails', async () => {
  const app = await loadFunctionApp(() => import('../../functions/processSignIns.ts'));
  const logged: string[] = [];
  const { invoke, trigger } = bindFunction(app, 'processSignIns', ({ message }) => logged.push(message));
  const inputData = [{ name: trigger, data: { collectionBytes: { bytes: [Buffer.from('{}')] } } }];
  await expect(invoke({ inputData, triggerMetadata: {} })).rejects.toThrow('not fully delivered');
  expect(logged.map((line) => JSON.parse(line))).toEqual([{ event: 'start', ...fault }]);
});
