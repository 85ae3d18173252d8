import {
  EventHubConsumerClient,
  EventHubProducerClient,
  parseEventHubConnectionString,
  type RetryOptions,
} from '@azure/event-hubs';
import { UsageError } from '../arguments.ts';
import { createOperatorCredential } from '../credential.ts';
import type { Settings } from '../storage.ts';

/** A hub, and how to sign in there. */
export interface HubAddress {
  /** Host name of the namespace, for people and for the names of checkpoints. */
  readonly namespace: string;
  readonly hub: string;
  /** Undefined: by the caller's identity. A secret: it is handed to the SDK and printed nowhere. */
  readonly connectionString: string | undefined;
}

/** How the command line and the environment name a hub. */
export interface HubNames {
  readonly namespace: string | undefined;
  readonly hub: string | undefined;
  readonly connectionString: string | undefined;
  /** The options, for messages. */
  readonly options: { readonly namespace: string; readonly hub: string; readonly variable: string };
}

/**
 * With the SDK's own patience a wrong name would take minutes to be told. Where a connection breaks while a batch is under
 * way, the SDK waits for its answer until the timeout, and only then sends it again.
 */
export const PATIENT: RetryOptions = {
  maxRetries: 4,
  retryDelayInMs: 1_000,
  maxRetryDelayInMs: 10_000,
  timeoutInMs: 15_000,
};

/** The hub of a deployment's settings: by EventHubConnection where it is set (local runs), else by identity. */
export function namesOf(settings: Settings, over: HubNames): HubNames {
  const { namespace, hub, connectionString } = over;
  const own = namespace === undefined && connectionString === undefined;
  return {
    ...over,
    namespace: namespace ?? present(settings['EventHubConnection__fullyQualifiedNamespace']),
    hub: hub ?? present(settings['EVENT_HUB_NAME']),
    connectionString: own ? present(settings['EventHubConnection']) : connectionString,
  };
}

/** @throws UsageError when the names are not enough, or the connection string is none (which is not quoted) */
export function toAddress({ namespace, hub, connectionString, options }: HubNames): HubAddress {
  if (connectionString !== undefined) {
    const parsed = parse(connectionString, options.variable);
    const name = hub ?? parsed.eventHubName;
    if (name === undefined) throw new UsageError(`which hub? Name it with ${options.hub}`);
    return { namespace: parsed.fullyQualifiedNamespace, hub: name, connectionString };
  }
  if (namespace === undefined || hub === undefined)
    throw new UsageError(
      `which hub? Name it with ${options.namespace} HOST and ${options.hub} NAME, by the settings of the deployment ` +
        `(--settings FILE), or by a connection string in ${options.variable}`,
    );
  if (!/^[A-Za-z0-9.-]{1,253}$/.test(namespace))
    throw new UsageError(
      `${options.namespace} must be a host name such as evhns-example.servicebus.windows.net`,
    );
  return { namespace, hub, connectionString: undefined };
}

function parse(connectionString: string, variable: string) {
  try {
    return parseEventHubConnectionString(connectionString);
  } catch {
    throw new UsageError(`what ${variable} holds is no connection string of Event Hubs`);
  }
}

/** A client that reads, for as many retries as asked for. */
export function createConsumer(
  { namespace, hub, connectionString }: HubAddress,
  consumerGroup: string,
  retryOptions: RetryOptions = PATIENT,
): EventHubConsumerClient {
  return connectionString === undefined
    ? new EventHubConsumerClient(consumerGroup, namespace, hub, createOperatorCredential(), { retryOptions })
    : new EventHubConsumerClient(consumerGroup, connectionString, hub, { retryOptions });
}

export function createProducer({ namespace, hub, connectionString }: HubAddress): EventHubProducerClient {
  return connectionString === undefined
    ? new EventHubProducerClient(namespace, hub, createOperatorCredential(), { retryOptions: PATIENT })
    : new EventHubProducerClient(connectionString, hub, { retryOptions: PATIENT });
}

/** For people: which hub it is. */
export function nameOf({ namespace, hub }: HubAddress): string {
  return `${hub} at ${namespace}`;
}

/** An empty setting is one that is not set. */
function present(value: string | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}
