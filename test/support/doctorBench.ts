import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import { expect, vi } from 'vitest';
import { createOperatorCredential } from '../../src/cli/credential.ts';
import { readApp } from '../../src/cli/doctor/arm/app.ts';
import { createArm } from '../../src/cli/doctor/arm/client.ts';
import * as command from '../../src/cli/doctor/command.ts';
import { toDeployment } from '../../src/cli/doctor/deployment.ts';
import { toArmChecks } from '../../src/cli/doctor/examine.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { type Endpoints, startEndpoints } from '../../src/sandbox/endpoints.ts';
import { type EventHubsEndpoint, startEventHubs } from '../../src/sandbox/eventHubs/endpoint.ts';
import { type ArmContent, type ArmEndpoint, startArm } from './armEndpoint.ts';
import { runInProcess } from './cliInProcess.ts';
import { file } from './cliRun.ts';
import { APP } from './deployedContent.ts';
import { type FaultProxy, startFaultProxy, writeStorageError } from './faultProxy.ts';
import { sendBodies } from './hubContent.ts';

export const MINUTES = 60_000;
export const GROUP = 'readers';

/** What a service answers to whoever lacks a role. */
export const REFUSAL = {
  kind: 'answer',
  status: 403,
  code: 'AuthorizationPermissionMismatch',
  message: 'No right.',
} as const;

/** A deployment in which everything works, on this machine, and the commands that examine it. */
export interface DoctorBench {
  readonly endpoints: Endpoints;
  readonly arm: ArmEndpoint;
  /** In front of the blob service. */
  readonly blobs: FaultProxy;
  /** A hub with one event, which the function has read. */
  readonly hub: EventHubsEndpoint;
  /** The settings of the deployment. */
  readonly healthy: Readonly<Record<string, string>>;
  /** A hub of its own, empty. */
  startHub(): Promise<EventHubsEndpoint>;
  /** A hub of its own, whose one event was taken in so long ago. */
  startOldHub(minutes: number): Promise<EventHubsEndpoint>;
  /** Notes a partition as done, as the Functions host does. */
  checkpoint(of: EventHubsEndpoint, partitionId: string, sequenceNumber: number): Promise<void>;
  /** Is closed with the bench. */
  keep<T extends { close(): Promise<void> }>(endpoint: T): T;
  /** What doctor finds with these settings. */
  doctor(settings: Record<string, string | undefined>, ...args: string[]): Promise<Finding[]>;
  /** What doctor finds in an app of which Azure tells this. */
  withArm(content: ArmContent, ...more: string[]): Promise<{ code: number | null; findings: Finding[] }>;
  /** The part of the examination that asks Azure alone. */
  inAzure(content: ArmContent): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

export const faultsIn = (findings: readonly Finding[]) => findings.filter(({ state }) => state === 'fault');

export async function startDoctorBench(): Promise<DoctorBench> {
  const endpoints = await startEndpoints(async () => undefined);
  vi.stubEnv('AZURE_CLIENT_ID', endpoints.settings['AZURE_CLIENT_ID']);
  const arm = await startArm(endpoints.certificates);
  const blobs = await startFaultProxy(
    endpoints.azurite.blobEndpoint,
    endpoints.certificates,
    writeStorageError,
  );
  const kept: { close(): Promise<void> }[] = [arm, blobs];
  const keep = <T extends { close(): Promise<void> }>(endpoint: T): T => {
    kept.push(endpoint);
    return endpoint;
  };
  const startHub = async () =>
    keep(await startEventHubs({ hubs: { 'sign-ins': 2 }, consumerGroups: [GROUP] }));
  const checkpoint = (of: EventHubsEndpoint, partitionId: string, sequenceNumber: number) =>
    new BlobCheckpointStore(endpoints.checkpoints).updateCheckpoint({
      fullyQualifiedNamespace: `127.0.0.1:${of.port}`,
      eventHubName: 'sign-ins',
      consumerGroup: GROUP,
      partitionId,
      sequenceNumber,
      offset: String(sequenceNumber),
    });
  const hub = await startHub();
  await sendBodies(hub.connectionString, 'sign-ins', '0', ['{}']);
  await checkpoint(hub, '0', 0);
  let files = 0;
  return {
    endpoints,
    arm,
    blobs,
    hub,
    healthy: {
      ...endpoints.settings,
      EventHubConnection: hub.connectionString,
      EventHubConnection__fullyQualifiedNamespace: 'evhns-example.servicebus.windows.net',
      EVENT_HUB_CONSUMER_GROUP: GROUP,
      AzureWebJobsStorage__blobServiceUri: endpoints.azurite.blobEndpoint,
    },
    startHub,
    async startOldHub(minutes) {
      const old = await startHub();
      const then = Date.now() - minutes * MINUTES;
      const clock = vi.spyOn(Date, 'now').mockReturnValue(then);
      await sendBodies(old.connectionString, 'sign-ins', '0', ['{}']).finally(() => clock.mockRestore());
      return old;
    },
    checkpoint,
    keep,
    async doctor(settings, ...args) {
      const path = file(`settings-${++files}.json`, JSON.stringify({ Values: settings }));
      const { code, stdout, stderr } = await runInProcess(command, ['--settings', path, '--json', ...args]);
      expect(stderr).toBe('');
      const findings: Finding[] = JSON.parse(stdout);
      expect(code).toBe(findings.some(({ state }) => state === 'fault') ? 1 : 0);
      return findings;
    },
    async withArm(content, ...more) {
      arm.content = content;
      arm.requests.length = 0;
      const args = ['--app', APP, '--arm-endpoint', arm.endpoint, '--json'];
      const { code, stdout, stderr } = await runInProcess(command, [...args, ...more]);
      expect(stderr).toBe('');
      return { code, findings: JSON.parse(stdout) };
    },
    async inAzure(content) {
      arm.content = content;
      const credential = createOperatorCredential();
      const client = createArm(arm.endpoint, credential);
      const app = await readApp(client, APP);
      const patience = { newestMinutes: 60, waitingMinutes: 10 };
      const deployment = toDeployment(app.settings, credential, patience);
      const checks = toArmChecks(deployment, { arm: client, app });
      return (await Promise.all(checks.map((check) => check()))).flat();
    },
    async close() {
      await Promise.all(kept.map((one) => one.close()));
      await endpoints.close();
      vi.unstubAllEnvs();
    },
  };
}
