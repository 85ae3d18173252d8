import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import * as command from '../../src/cli/replay/command.ts';
import { type Endpoints, startEndpoints } from '../../src/sandbox/endpoints.ts';
import { type EventHubsEndpoint, startEventHubs } from '../../src/sandbox/eventHubs/endpoint.ts';
import { runInProcess } from './cliInProcess.ts';
import { file, folder } from './cliRun.ts';
import { readHub } from './hubContent.ts';

// What `replay` works on, for the file of tests that imports this.

/** Where the command notes how far it is. */
export const STATE = join(folder, 'states');

export let endpoints: Endpoints;
/** A hub that nothing else of these tests sends to, new for each. */
export let hub: EventHubsEndpoint;
/** The path of the settings. */
export let settings: string;
/** The rows that arrived since the test began. */
export const rows: string[] = [];

beforeAll(async () => {
  mkdirSync(STATE);
  endpoints = await startEndpoints(async (arrived) => void rows.push(...arrived));
  // The identity of the operator is the one that the endpoint gives out.
  vi.stubEnv('AZURE_CLIENT_ID', endpoints.settings['AZURE_CLIENT_ID']);
});
afterAll(async () => {
  await hub.close();
  await endpoints.close();
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  await hub?.close();
  await startHub();
  settings = file('settings.json', JSON.stringify({ Values: values() }));
  rows.length = 0;
  await endpoints.alerts.clearMessages();
});

/** Another hub in the place of the one of the test. */
export async function startHub(): Promise<void> {
  hub = await startEventHubs({ hubs: { 'sign-ins': 2, other: 1 } });
}

export const values = () => ({ ...endpoints.settings, EventHubConnection: hub.connectionString });

export const run = (...args: string[]) =>
  runInProcess(command, [...args, '--settings', settings], { XDG_STATE_HOME: STATE });

/** The names of the notes. */
export const states = () =>
  existsSync(join(STATE, 'entra-signin-risk')) ? readdirSync(join(STATE, 'entra-signin-risk')) : [];

export const content = async (name = 'sign-ins') => readHub(hub.connectionString, name);

/** The bodies that a hub holds. */
export const texts = async (name?: string) => (await content(name)).map(({ body }) => body.toString()).sort();

export const signIn = (id: string, time = '2026-11-16T08:00:00Z') =>
  JSON.stringify({ time, category: 'SignInLogs', resultType: '50126', properties: { id, userId: 'a' } });
