import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createNotificationTable } from '../../src/adapters/notificationTable.ts';
import { StoreUnavailableError } from '../../src/delivery/ports.ts';
import { type Azurite, startAzurite } from '../../src/sandbox/azurite.ts';
import { createFakeNotificationStore } from '../fakes/notificationStore.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';
import { testNotificationStore, toAlert } from './notificationStore.ts';

let identity: ManagedIdentity;
let azurite: Azurite;
let tables = 0;

beforeAll(async () => {
  identity = await startManagedIdentity();
  azurite = await startAzurite(identity.certificates);
});

afterAll(async () => {
  await Promise.all([azurite.close(), identity.endpoint.close()]);
  vi.unstubAllEnvs();
});

const clientFor = (name: string) => new TableClient(azurite.tableEndpoint, name, identity.credential);

describe('the store in memory', () => {
  testNotificationStore(async () => createFakeNotificationStore());
});

describe('the store in a table', () => {
  testNotificationStore(async () => {
    const client = clientFor(`notifications${tables++}`);
    await client.createTable();
    return createNotificationTable(client);
  });

  it('is unavailable when there is no table: that can come back', async () => {
    const store = createNotificationTable(clientFor('missing'));
    const id = '0'.repeat(32);
    const asks = [
      () => store.isKnown(id),
      () => store.postpone(toAlert(id), 'now'),
      () => store.open({ slot: 'slot', group: 'group', first: id, message: '1' }),
      () => store.remember(id, 'now'),
      () => store.waiting(),
      () => store.takePlace('minute', 1),
    ];
    for (const ask of asks) {
      await expect(ask()).rejects.toThrow(StoreUnavailableError);
      await expect(ask()).rejects.toThrow(/status 404 .*NOTIFY_TABLE_ENDPOINT/);
    }
  });
});
