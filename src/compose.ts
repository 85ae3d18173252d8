import { ManagedIdentityCredential } from '@azure/identity';
import catalogFile from '../data/catalog.json' with { type: 'json' };
import secOpsPack from '../data/packs/microsoft-secops.json' with { type: 'json' };
import namesFile from '../data/result-names.json' with { type: 'json' };
import { createAlertQueue } from './adapters/alertQueue.ts';
import { createBlobStore } from './adapters/blobStore.ts';
import { createLogsIngestionSink } from './adapters/logsIngestion.ts';
import { type Config, toConfig } from './config.ts';
import { catalogSchema, packSchema, resultNamesSchema } from './core/catalogSchema.ts';
import { createEnricher, type Enricher } from './core/enrich.ts';
import type { RiskSources } from './core/risk/classify.ts';
import { STREAM_NAME } from './core/row/columns.ts';
import { createPipeline, type Pipeline } from './delivery/processBatch.ts';

/** What the levels of rows are made of, for the given settings. */
export function toRiskSources({
  RISK_PACKS,
  TENANT_PACKS,
}: Pick<Config, 'RISK_PACKS' | 'TENANT_PACKS'>): RiskSources {
  return {
    catalog: catalogSchema.parse(catalogFile),
    names: resultNamesSchema.parse(namesFile),
    shippedPacks: [packSchema.parse(secOpsPack)].filter(({ id }) =>
      RISK_PACKS?.some((wanted) => wanted === id),
    ),
    tenantPacks: TENANT_PACKS ?? [],
  };
}

/** The enricher with the project's own data, for the given settings. */
export function createConfiguredEnricher(
  config: Pick<
    Config,
    'ROW_DETAIL' | 'MIN_ROW_LEVEL' | 'CATEGORIES' | 'RISK_PACKS' | 'TENANT_PACKS' | 'ALERT_POLICY'
  >,
): Enricher {
  return createEnricher({
    ...toRiskSources(config),
    rowDetail: config.ROW_DETAIL,
    minRowLevel: config.MIN_ROW_LEVEL,
    ...(config.CATEGORIES && { categories: config.CATEGORIES }),
    alertPolicy: config.ALERT_POLICY ?? [],
  });
}

/**
 * The wired pipeline: the only place where settings meet the core, the delivery and the Azure SDKs.
 * @throws ConfigError when settings are missing or wrong.
 */
export function compose(environment: Readonly<Record<string, string | undefined>>): Pipeline {
  const config = toConfig(environment);
  const credential = new ManagedIdentityCredential(
    config.AZURE_CLIENT_ID === undefined ? {} : { clientId: config.AZURE_CLIENT_ID },
  );
  return createPipeline({
    enrich: createConfiguredEnricher(config),
    rows: createLogsIngestionSink({
      endpoint: config.LOGS_INGESTION_ENDPOINT,
      ruleId: config.LOGS_INGESTION_RULE_ID,
      stream: STREAM_NAME,
      credential,
    }),
    alerts: createAlertQueue({
      endpoint: config.ALERT_QUEUE_ENDPOINT,
      queueName: config.ALERT_QUEUE_NAME,
      credential,
    }),
    deadLetters: createBlobStore({
      endpoint: config.DEAD_LETTER_ENDPOINT,
      containerName: config.DEAD_LETTER_CONTAINER,
      credential,
    }),
  });
}
