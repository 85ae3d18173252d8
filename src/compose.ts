import type { TokenCredential } from '@azure/identity';
import { lazyBlobStore, lazyCredential, lazyLeasingStore, lazySink } from './adapters/lazy.ts';
import { type LazyTelemetry, lazyTelemetry } from './adapters/lazyTelemetry.ts';
import type { Exporters } from './adapters/openTelemetry.ts';
import { systemClock } from './adapters/systemClock.ts';
import { type Config, type NotificationState, toConfig, toNotificationState } from './config.ts';
import { createEnricher, type Enricher } from './core/enrich.ts';
import type { RiskSources } from './core/risk/classify.ts';
import { STREAM_NAME } from './core/row/columns.ts';
import { createBreaker } from './delivery/breaker.ts';
import type { Clock } from './delivery/clock.ts';
import { createMemory } from './delivery/memory.ts';
import { observedSink, observedStore } from './delivery/observed.ts';
import { createPool } from './delivery/pool.ts';
import type { BlobStore } from './delivery/ports.ts';
import { createPipeline, type Pipeline } from './delivery/processBatch.ts';
import { createRedeliverer, type Redeliverer } from './delivery/redeliver.ts';
import { createPersistence } from './delivery/retry.ts';
import { checkStart, type StartFault } from './delivery/startCheck.ts';
import type { Destination, Tell } from './delivery/telemetry.ts';
import { catalog, resultNames, shippedPacks } from './shippedData.ts';
import { toTelemetryConfig } from './telemetryConfig.ts';
import { VERSION } from './version.ts';

/** What the levels of rows are made of, for the given settings. */
export function toRiskSources({
  RISK_PACKS,
  TENANT_PACKS,
}: Pick<Config, 'RISK_PACKS' | 'TENANT_PACKS'>): RiskSources {
  return {
    catalog,
    names: resultNames,
    shippedPacks: shippedPacks.filter(({ id }) => RISK_PACKS?.some((wanted) => wanted === id)),
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

/** The function app, wired. */
export interface Application {
  /** The way of a batch from the hub. */
  readonly processBatch: Pipeline;
  /** Delivers what waits in blob storage. */
  readonly redeliver: Redeliverer;
  /**
   * Checks once, in the first call that works, that everything can be reached and used; later calls find no faults.
   * @throws DeliveryError when rows or alerts could be kept nowhere
   */
  readonly checkStart: () => Promise<StartFault[]>;
  /** Whether the functions of the notifications are registered; their code is loaded when the first of them is called. */
  readonly notifications: NotificationState;
  /** Whether a timer sends heartbeats. */
  readonly isHeartbeatOn: boolean;
  /** The app's own telemetry; undefined when nobody listens. */
  readonly telemetry: LazyTelemetry | undefined;
}

/** What a test or the sandbox puts in the place of the real thing. */
export interface Replacements {
  /** Who the app is; its managed identity by default. */
  readonly credential?: TokenCredential;
  readonly clock?: Clock;
  /** Where dead letters go; the container of the settings by default. */
  readonly deadLetters?: BlobStore;
  /** Hears of everything that happens, beside the telemetry of the settings. */
  readonly tell?: Tell;
}

/**
 * The wired application: the only place where settings meet the core, the delivery and the Azure SDKs.
 * @throws ConfigError when settings are missing or wrong.
 */
export function compose(
  environment: Readonly<Record<string, string | undefined>>,
  replacements: Replacements = {},
): Application {
  const config = toConfig(environment);
  const { clock = systemClock } = replacements;
  const credential = replacements.credential ?? createIdentity(config);
  const budgetMs = config.DELIVERY_BUDGET_SECONDS * 1000;
  // Commands that a person runs with an identity of their own are no part of what the app does.
  const isOwn = replacements.credential === undefined;
  const telemetry = isOwn ? createTelemetry(environment, config, credential, clock) : undefined;
  const tell = toBoth(telemetry?.tell, replacements.tell);

  const rowSink = lazySink(async () => {
    const { createLogsIngestionSink } = await import('./adapters/logsIngestion.ts');
    return createLogsIngestionSink({
      endpoint: config.LOGS_INGESTION_ENDPOINT,
      audience: config.LOGS_INGESTION_AUDIENCE,
      ruleId: config.LOGS_INGESTION_RULE_ID,
      stream: STREAM_NAME,
      credential,
      onTaken: tell && ((bytes, sentBytes) => tell({ kind: 'body', bytes, sentBytes })),
    });
  });
  const alertSink = lazySink(async () => {
    const { createAlertQueue } = await import('./adapters/alertQueue.ts');
    return createAlertQueue({
      endpoint: config.ALERT_QUEUE_ENDPOINT,
      queueName: config.ALERT_QUEUE_NAME,
      credential,
    });
  });
  const containerOf = async (containerName: string) => {
    const { createContainer } = await import('./adapters/blobStore.ts');
    return createContainer({ endpoint: config.BLOB_ENDPOINT, containerName, credential });
  };
  const spillStore = lazyLeasingStore(async () => {
    const { createLeasingStore } = await import('./adapters/leasingStore.ts');
    return createLeasingStore(await containerOf(config.SPILL_CONTAINER));
  });
  const letterStore =
    replacements.deadLetters ??
    lazyBlobStore(async () => {
      const { createBlobStore } = await import('./adapters/blobStore.ts');
      return createBlobStore(await containerOf(config.DEAD_LETTER_CONTAINER));
    });

  const persistTo = (destination: Destination) =>
    createPersistence(
      clock,
      createBreaker(clock, (isOpen) => tell?.({ kind: 'breaker', destination, isOpen })),
      ({ status }) => tell?.({ kind: 'retry', destination, status }),
    );
  const observer = tell && { tell, clock };
  const sinkOf = <S extends Parameters<typeof observedSink>[0]>(sink: S, destination: Destination): S =>
    observer ? observedSink(sink, destination, observer) : sink;
  const storeOf = <S extends BlobStore>(store: S, destination: Destination): S =>
    observer ? observedStore(store, destination, observer) : store;
  const parts = {
    rows: {
      sink: sinkOf(rowSink, 'rows'),
      persist: persistTo('rows'),
      pool: createPool(config.CONCURRENT_UPLOADS),
      doubt: { refusedInARow: 0 },
    },
    alerts: {
      sink: sinkOf(alertSink, 'alerts'),
      persist: persistTo('alerts'),
      pool: createPool(config.CONCURRENT_ALERTS),
    },
    spills: { store: storeOf(spillStore, 'spills'), persist: persistTo('spills'), clock, budgetMs },
    deadLetters: { store: storeOf(letterStore, 'dead-letters'), persist: persistTo('dead-letters') },
    clock,
    budgetMs,
    tell,
  };
  const memories = {
    rows: createMemory(config.REMEMBERED_RECORDS),
    alerts: createMemory(config.REMEMBERED_RECORDS),
  };
  return {
    processBatch: createPipeline({ ...parts, enrich: createConfiguredEnricher(config), memories }),
    redeliver: createRedeliverer(parts),
    checkStart: once(() =>
      checkStart({ rows: rowSink, alerts: alertSink, spills: spillStore, deadLetters: letterStore }),
    ),
    notifications: toNotificationState(config),
    isHeartbeatOn: config.HEARTBEAT === 'on',
    telemetry,
  };
}

function createTelemetry(
  environment: Readonly<Record<string, string | undefined>>,
  config: Config,
  credential: TokenCredential,
  clock: Clock,
): LazyTelemetry | undefined {
  const settings = toTelemetryConfig(environment);
  if (settings === undefined) return undefined;
  const blobs = new URL(config.BLOB_ENDPOINT).hostname;
  return lazyTelemetry(async () => {
    const { startOpenTelemetry } = await import('./adapters/openTelemetry.ts');
    const exporters: Exporters[] = [];
    if (settings.otlp) {
      const { createOtlpExporters } = await import('./adapters/otlpExporters.ts');
      exporters.push(createOtlpExporters());
    }
    if (settings.connectionString !== undefined) {
      const { createAzureMonitorExporters } = await import('./adapters/azureMonitorExporters.ts');
      const writer = settings.byIdentity ? credential : undefined;
      exporters.push(createAzureMonitorExporters(settings.connectionString, writer));
    }
    return startOpenTelemetry({
      exporters,
      exportIntervalMs: settings.exportIntervalMs,
      service: { name: settings.serviceName, version: VERSION, instance: settings.instance },
      hub: config.EVENT_HUB_NAME,
      hosts: {
        rows: new URL(config.LOGS_INGESTION_ENDPOINT).hostname,
        alerts: new URL(config.ALERT_QUEUE_ENDPOINT).hostname,
        spills: blobs,
        'dead-letters': blobs,
      },
      monotonic: clock.monotonic,
    });
  });
}

function toBoth(a: Tell | undefined, b: Tell | undefined): Tell | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (fact) => {
    a(fact);
    b(fact);
  };
}

/** The managed identity that the settings name. */
export function createIdentity({
  AZURE_CLIENT_ID: clientId,
}: Pick<Config, 'AZURE_CLIENT_ID'>): TokenCredential {
  return lazyCredential(async () => {
    const { ManagedIdentityCredential } = await import('@azure/identity');
    return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  });
}

/** Does a thing until it works for the first time; who comes meanwhile waits for it, and has nothing more to tell. */
function once<T>(run: () => Promise<T[]>): () => Promise<T[]> {
  let running: Promise<T[]> | undefined;
  return async () => {
    if (running !== undefined) {
      await running;
      return [];
    }
    running = run();
    try {
      return await running;
    } catch (error) {
      running = undefined;
      throw error;
    }
  };
}
