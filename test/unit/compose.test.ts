import { describe, expect, it } from 'vitest';
import settings from '../../local.settings.sample.json' with { type: 'json' };
import { compose, createConfiguredEnricher } from '../../src/compose.ts';
import { toConfig } from '../../src/config.ts';

/** The outcome of one sign-in under the given settings, all the way from the environment. */
function outcomeOf(changes: Readonly<Record<string, string>>, resultType: string, category = 'SignInLogs') {
  const enrich = createConfiguredEnricher(toConfig({ ...settings.Values, ...changes }));
  const record = { category, resultType, properties: { id: 'one', userPrincipalName: 'user@example.com' } };
  const position = { partition: '0', sequenceNumber: 1, enqueuedTime: '2026-11-16T08:00:00Z' };
  const [outcome] = enrich({ body: Buffer.from(JSON.stringify(record)), position });
  return outcome;
}

const pack = (level: string) =>
  JSON.stringify({ id: 'mine', version: '1', levels: { '50126': level }, reason: 'A scanner of our own.' });

describe('each setting reaches the records', () => {
  it('ROW_DETAIL', () => {
    expect(outcomeOf({ ROW_DETAIL: 'full' }, '0')).toMatchObject({ row: { Properties: { id: 'one' } } });
    expect(outcomeOf({}, '0')).not.toHaveProperty('row.Properties');
  });

  it('MIN_ROW_LEVEL', () => {
    expect(outcomeOf({ MIN_ROW_LEVEL: 'Medium' }, '0')).toMatchObject({
      kind: 'skipped',
      reason: 'filtered-level',
    });
    expect(outcomeOf({ MIN_ROW_LEVEL: 'Medium' }, '53003')).toMatchObject({ kind: 'row' });
  });

  it('CATEGORIES, in any case, and names that are new', () => {
    const changes = { CATEGORIES: 'signinlogs, AgentSignInLogs' };
    expect(outcomeOf(changes, '0')).toMatchObject({ kind: 'row' });
    expect(outcomeOf(changes, '0', 'AgentSignInLogs')).toMatchObject({ kind: 'row' });
    expect(outcomeOf(changes, '0', 'ADFSSignInLogs')).toMatchObject({
      kind: 'skipped',
      reason: 'filtered-category',
    });
  });

  it('RISK_PACKS', () => {
    expect(outcomeOf({ RISK_PACKS: 'microsoft-secops' }, '50053')).toMatchObject({ level: 'Medium' });
    expect(outcomeOf({}, '50053')).toMatchObject({ level: 'Unknown' });
  });

  it('TENANT_PACKS', () => {
    expect(outcomeOf({ TENANT_PACKS: pack('Low') }, '50126')).toMatchObject({ kind: 'row', level: 'Low' });
    expect(outcomeOf({}, '50126')).toMatchObject({ kind: 'row-with-alert', level: 'High' });
  });

  it('ALERT_POLICY', () => {
    const policy = JSON.stringify([{ action: 'suppress', reason: 'A test.', users: ['USER@example.com'] }]);
    expect(outcomeOf({ ALERT_POLICY: policy }, '50126')).toMatchObject({ kind: 'row', suppressed: true });
  });
});

describe('the app’s own telemetry', () => {
  const OTLP = { ...settings.Values, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

  it('is there when somebody listens', () => {
    expect(compose(settings.Values).telemetry).toBeUndefined();
    expect(compose(OTLP).telemetry).toBeDefined();
  });

  it('leaves out what a person does with an identity of their own', () => {
    const credential = { getToken: async () => null };
    expect(compose(OTLP, { credential }).telemetry).toBeUndefined();
  });
});
