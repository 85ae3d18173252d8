import { describe, expect, it } from 'vitest';
import { ConfigError, toConfig, toNotificationState } from '../../src/config.ts';

const SETTINGS = {
  LOGS_INGESTION_ENDPOINT: 'https://dcr-example.japaneast-1.ingest.monitor.azure.com',
  LOGS_INGESTION_RULE_ID: 'dcr-0123456789abcdef0123456789abcdef',
  ALERT_QUEUE_ENDPOINT: 'https://stexample.queue.core.windows.net',
  BLOB_ENDPOINT: 'https://stexample.blob.core.windows.net',
  EVENT_HUB_NAME: 'entra-sign-ins',
  EVENT_HUB_CONSUMER_GROUP: '$Default',
  EventHubConnection__fullyQualifiedNamespace: 'evhns-example.servicebus.windows.net',
} as const;

/** The faults that are found, one line each. */
function faultsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  try {
    toConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [head, ...lines] = error.message.split('\n');
    expect(head).toBe(`application settings are missing or wrong (${lines.length}):`);
    return lines.map((line) => line.trim());
  }
}

/** The faults of settings that are complete but for these. */
const faultsWith = (change: Readonly<Record<string, string>>) => faultsOf({ ...SETTINGS, ...change });

describe('toConfig', () => {
  it('takes what has to be set, and fills in the rest', () => {
    expect(toConfig(SETTINGS)).toEqual({
      ...SETTINGS,
      LOGS_INGESTION_AUDIENCE: 'https://monitor.azure.com',
      ALERT_QUEUE_NAME: 'signin-alerts',
      DEAD_LETTER_CONTAINER: 'dead-letters',
      SPILL_CONTAINER: 'spills',
      DELIVERY_BUDGET_SECONDS: 30,
      REMEMBERED_RECORDS: 200_000,
      CONCURRENT_UPLOADS: 4,
      CONCURRENT_ALERTS: 16,
      ROW_DETAIL: 'compact',
      MIN_ROW_LEVEL: 'Low',
      HEARTBEAT: 'off',
      NOTIFY_FORMAT: 'teams',
      NOTIFY_LANGUAGE: 'en',
      NOTIFY_TIME_ZONE: 'UTC',
      NOTIFY_WINDOW_MINUTES: 15,
      NOTIFY_PER_MINUTE: 6,
      NOTIFY_TABLE_NAME: 'notifications',
    });
  });

  it('takes the settings of notifications, which are on with a webhook', () => {
    const on = {
      ...SETTINGS,
      NOTIFY_WEBHOOK_URL: 'https://example.com/hook?sig=secret',
      NOTIFY_FORMAT: 'cloudevents',
      NOTIFY_LANGUAGE: 'ja',
      NOTIFY_TIME_ZONE: 'Asia/Tokyo',
      NOTIFY_WINDOW_MINUTES: '1440',
      NOTIFY_PER_MINUTE: '60',
      NOTIFY_TABLE_ENDPOINT: 'https://stexample.table.core.windows.net',
      NOTIFY_TABLE_NAME: 'Told2',
      AlertQueueConnection__queueServiceUri: 'https://stexample.queue.core.windows.net',
    };
    const config = toConfig(on);
    expect(config).toEqual({
      ...toConfig(SETTINGS),
      ...on,
      NOTIFY_WINDOW_MINUTES: 1440,
      NOTIFY_PER_MINUTE: 60,
    });
    const states = ['https://example.com/', '@Microsoft.KeyVault(SecretUri=https://example.com/)', ''].map(
      (url) => toNotificationState(toConfig({ ...on, NOTIFY_WEBHOOK_URL: url })),
    );
    expect(states).toEqual(['on', 'unresolved', 'off']);
    const { NOTIFY_TABLE_ENDPOINT: _, AlertQueueConnection__queueServiceUri: __, ...alone } = on;
    expect(faultsOf(alone)).toEqual([
      expect.stringMatching(/^NOTIFY_TABLE_ENDPOINT: is not set; .* because NOTIFY_WEBHOOK_URL is set/),
      expect.stringMatching(
        /^AlertQueueConnection__queueServiceUri: is not set; .* because NOTIFY_WEBHOOK_URL is set/,
      ),
    ]);
    const local = {
      ...on,
      AlertQueueConnection__queueServiceUri: '',
      AlertQueueConnection: 'UseDevelopmentStorage=true',
    };
    expect(faultsOf(local)).toEqual([]);
    expect(faultsOf({ ...on, NOTIFY_WEBHOOK_URL: 'http://example.com/' })).toEqual([
      'NOTIFY_WEBHOOK_URL: must be an https URL',
    ]);
  });

  it('takes every other setting', () => {
    const pack = {
      id: 'example',
      version: '1',
      levels: { 50126: 'Low' },
      reason: 'Our users mistype a lot.',
    };
    const policy = [{ action: 'suppress', reason: 'scanner', ipRanges: ['192.0.2.0/24'] }];
    const config = toConfig({
      ...SETTINGS,
      LOGS_INGESTION_AUDIENCE: 'https://monitor.azure.us',
      ALERT_QUEUE_NAME: 'alerts-2',
      DEAD_LETTER_CONTAINER: 'letters',
      SPILL_CONTAINER: 'waiting',
      DELIVERY_BUDGET_SECONDS: '120',
      REMEMBERED_RECORDS: '2000000',
      CONCURRENT_UPLOADS: '64',
      CONCURRENT_ALERTS: '128',
      AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
      ROW_DETAIL: 'full',
      MIN_ROW_LEVEL: 'High',
      CATEGORIES: ' SignInLogs, ADFSSignInLogs ,',
      RISK_PACKS: 'microsoft-secops',
      TENANT_PACKS: JSON.stringify(pack),
      ALERT_POLICY: JSON.stringify(policy),
      HEARTBEAT: 'on',
    });
    expect(config).toMatchObject({
      LOGS_INGESTION_AUDIENCE: 'https://monitor.azure.us',
      ALERT_QUEUE_NAME: 'alerts-2',
      DEAD_LETTER_CONTAINER: 'letters',
      SPILL_CONTAINER: 'waiting',
      DELIVERY_BUDGET_SECONDS: 120,
      REMEMBERED_RECORDS: 2_000_000,
      CONCURRENT_UPLOADS: 64,
      CONCURRENT_ALERTS: 128,
      ROW_DETAIL: 'full',
      MIN_ROW_LEVEL: 'High',
      CATEGORIES: ['SignInLogs', 'ADFSSignInLogs'],
      RISK_PACKS: ['microsoft-secops'],
      TENANT_PACKS: [pack],
      ALERT_POLICY: policy,
      HEARTBEAT: 'on',
    });
  });

  it.each([
    ['1', '1000'],
    ['120', '2000000'],
  ])('takes the least and the most of a number: %s, %s', (seconds, records) => {
    expect(
      toConfig({ ...SETTINGS, DELIVERY_BUDGET_SECONDS: seconds, REMEMBERED_RECORDS: records }),
    ).toMatchObject({ DELIVERY_BUDGET_SECONDS: Number(seconds), REMEMBERED_RECORDS: Number(records) });
  });

  it('takes a connection string in place of the namespace', () => {
    const { EventHubConnection__fullyQualifiedNamespace: _, ...others } = SETTINGS;
    expect(faultsOf({ ...others, EventHubConnection: 'Endpoint=sb://localhost' })).toEqual([]);
  });

  it('does not mind the other variables of the environment', () => {
    expect(toConfig({ ...SETTINGS, PATH: '/bin', HOME: undefined })).not.toHaveProperty('PATH');
  });

  it.each(['', '  '])('takes %j for not set', (empty) => {
    expect(toConfig({ ...SETTINGS, ALERT_QUEUE_NAME: empty, ALERT_POLICY: empty })).toMatchObject({
      ALERT_QUEUE_NAME: 'signin-alerts',
    });
    expect(faultsWith({ EVENT_HUB_NAME: empty })).toEqual([
      'EVENT_HUB_NAME: is not set; it must be the name of the event hub',
    ]);
  });
});

describe('the message of a ConfigError', () => {
  it('names every setting that is missing', () => {
    const named = faultsOf({}).map((line) => /^(\w+): is not set; it must be \S/.exec(line)?.[1]);
    expect(named).toEqual(Object.keys(SETTINGS).filter((name) => name !== 'ALERT_QUEUE_NAME'));
  });

  it('names every setting that is wrong, besides those that are missing', () => {
    const wrong = {
      LOGS_INGESTION_ENDPOINT: 'http://dcr-example.ingest.monitor.azure.com',
      ALERT_QUEUE_NAME: 'Signin_Alerts',
      DEAD_LETTER_CONTAINER: '-',
      SPILL_CONTAINER: 'spills-',
      LOGS_INGESTION_AUDIENCE: 'monitor',
      DELIVERY_BUDGET_SECONDS: '0',
      REMEMBERED_RECORDS: 'many',
      AZURE_CLIENT_ID: 'me',
      ROW_DETAIL: 'fat',
      MIN_ROW_LEVEL: 'Unknown',
      CATEGORIES: 'AuditLogs',
      RISK_PACKS: ',',
      TENANT_PACKS: '{',
      ALERT_POLICY: '{}',
      HEARTBEAT: 'yes',
    };
    const lines = faultsOf(wrong);
    for (const name of [...Object.keys(wrong), 'LOGS_INGESTION_RULE_ID', 'EVENT_HUB_NAME'])
      expect(lines.filter((line) => line.startsWith(name))).toHaveLength(1);
    expect(lines).toHaveLength(Object.keys(wrong).length + 6);
  });

  it.each([
    ['LOGS_INGESTION_ENDPOINT', 'dcr-example', 'must be an https URL'],
    ['LOGS_INGESTION_RULE_ID', '/subscriptions/x', 'must be the immutable id of the data collection rule'],
    ['ALERT_QUEUE_NAME', 'a', 'must be the name of a queue'],
    ['SPILL_CONTAINER', 'a_b', 'must be the name of a blob container'],
    ['LOGS_INGESTION_AUDIENCE', 'http://monitor.azure.com', 'must be an https URL'],
    ['DELIVERY_BUDGET_SECONDS', '0', 'must be a whole number from 1 to 120'],
    ['DELIVERY_BUDGET_SECONDS', '121', 'must be a whole number from 1 to 120'],
    ['DELIVERY_BUDGET_SECONDS', '1.5', 'must be a whole number from 1 to 120'],
    ['DELIVERY_BUDGET_SECONDS', '-1', 'must be a whole number from 1 to 120'],
    ['DELIVERY_BUDGET_SECONDS', '1e2', 'must be a whole number from 1 to 120'],
    ['REMEMBERED_RECORDS', '999', 'must be a whole number from 1000 to 2000000'],
    ['REMEMBERED_RECORDS', '2000001', 'must be a whole number from 1000 to 2000000'],
    ['CONCURRENT_UPLOADS', '0', 'must be a whole number from 1 to 64'],
    ['CONCURRENT_UPLOADS', '65', 'must be a whole number from 1 to 64'],
    ['CONCURRENT_ALERTS', '0', 'must be a whole number from 1 to 128'],
    ['CONCURRENT_ALERTS', '129', 'must be a whole number from 1 to 128'],
    ['MIN_ROW_LEVEL', 'low', 'must be Low, Medium or High'],
    ['NOTIFY_FORMAT', 'slack', 'must be teams or cloudevents'],
    ['NOTIFY_LANGUAGE', 'de', 'must be en or ja'],
    ['NOTIFY_TIME_ZONE', 'Tokyo', 'must be a time zone of the IANA database, such as Asia/Tokyo'],
    ['NOTIFY_WINDOW_MINUTES', '0', 'must be a whole number from 1 to 1440'],
    ['NOTIFY_PER_MINUTE', '1', 'must be a whole number from 2 to 60'],
    ['NOTIFY_TABLE_ENDPOINT', 'stexample', 'must be an https URL'],
    ['NOTIFY_TABLE_NAME', 'not-a-table', 'must be the name of a table'],
    ['TENANT_PACKS', '{"id":', 'must be JSON, which this is not'],
    ['TENANT_PACKS', '3', 'Invalid input: expected object, received number'],
  ])('says of %s=%s: %s', (name, value, message) => {
    expect(faultsWith({ [name]: value })).toEqual([expect.stringContaining(`${name}: ${message}`)]);
  });

  it('says where inside a JSON setting the fault is', () => {
    const pack = {
      id: 'Our Pack',
      version: '1',
      levels: { 50126: 'Severe', '050': 'Low' },
      reason: 'r',
      more: 1,
    };
    expect(faultsWith({ TENANT_PACKS: JSON.stringify(pack) }).sort()).toEqual([
      expect.stringMatching(/^TENANT_PACKS at id: a pack id is /),
      expect.stringMatching(/^TENANT_PACKS at levels\.050: a result code is /),
      expect.stringMatching(/^TENANT_PACKS at levels\.50126: .*"High"/),
      expect.stringMatching(/^TENANT_PACKS: .*"more"/),
    ]);
    const policy = [
      { action: 'send', reason: 'r' },
      { action: 'send', reason: 'r', ipRanges: ['192.0.2.0/33'] },
    ];
    expect(faultsWith({ ALERT_POLICY: JSON.stringify(policy) })).toEqual([
      expect.stringMatching(/^ALERT_POLICY at 1\.ipRanges\.0: an IP address or a range/),
    ]);
  });

  it('says where a fault is in a list of packs, and which key stands twice', () => {
    const pack = { id: 'mine', version: '1', levels: { 50126: 'Low' }, reason: 'r' };
    const list = [pack, { ...pack, id: 'other', levels: { 50126: 'Severe' } }];
    expect(faultsWith({ TENANT_PACKS: JSON.stringify(list) })).toEqual([
      expect.stringMatching(/^TENANT_PACKS at 1\.levels\.50126: .*"High"/),
    ]);
    const twice = JSON.stringify([pack]).replace(
      '"50126":"Low"',
      '"50126":"Low","50053":"Low","50126":"High"',
    );
    expect(faultsWith({ TENANT_PACKS: twice })).toEqual([
      'TENANT_PACKS at 0.levels.50126: stands here twice; keep one',
    ]);
    expect(faultsWith({ ALERT_POLICY: '[{"action":"send","reason":"r","action":"suppress"}]' })).toEqual([
      'ALERT_POLICY at 0.action: stands here twice; keep one',
    ]);
  });

  it('names packs that contradict each other or share an id: only the tenant can decide', () => {
    const pack = { id: 'mine', version: '1', levels: { 50126: 'Low', 50053: 'High' }, reason: 'r' };
    const other = { ...pack, id: 'other', levels: { 50053: 'High', 50126: 'Medium' } };
    expect(faultsWith({ TENANT_PACKS: JSON.stringify([pack, other]) })).toEqual([
      'TENANT_PACKS: code 50126 is Low in pack mine and Medium in pack other; keep one of them',
    ]);
    expect(faultsWith({ TENANT_PACKS: JSON.stringify([pack, pack]) })).toEqual([
      'TENANT_PACKS at 1.id: the id mine is taken by an earlier pack; rows could not tell the two apart',
    ]);
    expect(faultsWith({ TENANT_PACKS: JSON.stringify({ ...pack, id: 'microsoft-secops' }) })).toEqual([
      'TENANT_PACKS: the id microsoft-secops belongs to a pack that comes with the project; choose another',
    ]);
  });

  it('names the packs that there are when one is unknown', () => {
    expect(faultsWith({ RISK_PACKS: 'microsoft-secops,other' })).toEqual([
      'RISK_PACKS at 1: must be names out of: microsoft-secops',
    ]);
  });

  it('never holds a value: a connection string in whatever setting stays secret', () => {
    const secret = 'Endpoint=sb://example.servicebus.windows.net/;SharedAccessKey=c2VjcmV0';
    const everywhere = Object.fromEntries(
      [...Object.keys(SETTINGS), 'EventHubConnection', 'ALERT_QUEUE_NAME', 'DEAD_LETTER_CONTAINER']
        .concat('AZURE_CLIENT_ID', 'ROW_DETAIL', 'MIN_ROW_LEVEL', 'CATEGORIES', 'RISK_PACKS')
        .concat('TENANT_PACKS', 'ALERT_POLICY', 'HEARTBEAT', 'SPILL_CONTAINER', 'LOGS_INGESTION_AUDIENCE')
        .concat('DELIVERY_BUDGET_SECONDS', 'REMEMBERED_RECORDS', 'CONCURRENT_UPLOADS', 'CONCURRENT_ALERTS')
        .concat('NOTIFY_WEBHOOK_URL', 'NOTIFY_FORMAT', 'NOTIFY_LANGUAGE', 'NOTIFY_TIME_ZONE')
        .concat('NOTIFY_WINDOW_MINUTES', 'NOTIFY_PER_MINUTE', 'NOTIFY_TABLE_ENDPOINT', 'NOTIFY_TABLE_NAME')
        .map((name) => [name, secret]),
    );
    const lines = faultsOf(everywhere);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.join('\n')).not.toMatch(/c2VjcmV0|SharedAccessKey|sb:/);
    const text = JSON.stringify(secret);
    expect(faultsWith({ TENANT_PACKS: text, ALERT_POLICY: text }).join('\n')).not.toContain('c2VjcmV0');
  });
});
