import settings from '../../local.settings.sample.json' with { type: 'json' };
import { createConfiguredEnricher } from '../../src/compose.ts';
import { toConfig } from '../../src/config.ts';
import { fromQueueMessage, type IncomingAlert } from '../../src/notify/incomingAlert.ts';

/** What differs from one sign-in to the next. */
export interface AlertSeed {
  /** The record's id, of which the alert's id is made. */
  readonly record: string;
  readonly user?: string;
  readonly code?: string;
  readonly time?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

const enrich = createConfiguredEnricher(toConfig(settings.Values));

/** The text of an alert message, made of a sign-in record by the pipeline itself. */
export function toAlertText({
  record,
  user = 'user0042@example.com',
  code = '50126',
  ...more
}: AlertSeed): string {
  const body = {
    category: 'SignInLogs',
    time: more.time ?? '2026-11-26T10:00:00Z',
    tenantId: '9ef3affe-994c-4b81-9f4d-bfeb97a9597b',
    resultType: code,
    properties: {
      id: record,
      createdDateTime: more.time ?? '2026-11-26T10:00:00Z',
      userPrincipalName: user,
      userId: `id of ${user}`,
      appDisplayName: 'Azure Portal',
      ipAddress: '203.0.113.221',
      location: { city: 'Ashburn', countryOrRegion: 'US' },
      correlationId: '0b06912f-5e97-4f8d-b932-52c119552a03',
      ...more.properties,
    },
  };
  const position = { partition: '0', sequenceNumber: 1, enqueuedTime: '2026-11-26T10:00:10Z' };
  const [outcome] = enrich({ body: Buffer.from(JSON.stringify(body)), position });
  if (outcome?.kind !== 'row-with-alert') throw new Error(`code ${code} makes no alert`);
  return outcome.alert.text;
}

/** An alert as the notifier reads it. */
export function toIncomingAlert(seed: AlertSeed): IncomingAlert {
  return fromQueueMessage(JSON.parse(toAlertText(seed)));
}
