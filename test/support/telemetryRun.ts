/**
 * Run in a process of its own: loads a built function app as the language worker does, sends it a few batches with
 * mishaps, and prints what arrived at the endpoints of the sandbox, as JSON. Telemetry goes where the environment says.
 * Usage: node telemetryRun.ts <main.mjs>
 */
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startEndpoints } from '../../src/sandbox/endpoints.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';
import { toTimerRequest } from '../../src/sandbox/functionsHost/rpc.ts';

const rows: string[] = [];
const endpoints = await startEndpoints(async (some) => {
  rows.push(...some);
});
Object.assign(process.env, endpoints.settings, { HEARTBEAT: 'on' });
const app = await loadFunctionApp(() => import(pathToFileURL(process.argv[2] ?? '').href));
const logged: string[] = [];
const events = bindFunction(app, 'processSignIns', ({ message }) => logged.push(message));
const timer = bindFunction(app, 'redeliver', ({ message }) => logged.push(message));

const json = (value: unknown) => ({ json: JSON.stringify(value) });
let sequence = 0;

function signIn(id: string, resultType: string, category = 'SignInLogs'): object {
  const properties = { id, userPrincipalName: 'user@example.com', appDisplayName: 'An application' };
  return { time: new Date(Date.now() - 60_000).toISOString(), category, resultType, properties };
}

const bodyOf = (...records: object[]) => JSON.stringify({ records });

/** One invocation. @param trace 32 hex digits */
async function invoke(trace: string, ...bodies: string[]): Promise<void> {
  const first = sequence;
  sequence += bodies.length;
  const enqueued = new Date(Date.now() - 3_000).toISOString().replace('Z', '');
  await events.invoke({
    traceContext: { traceParent: `00-${trace}-00000000000000aa-01` },
    inputData: [
      {
        name: events.trigger,
        data: { collectionBytes: { bytes: bodies.map((body) => Buffer.from(body)) } },
      },
    ],
    triggerMetadata: {
      PartitionContext: json({ PartitionId: '0' }),
      EnqueuedTimeUtcArray: json(bodies.map(() => enqueued)),
      SystemPropertiesArray: json(bodies.map((_, i) => ({ SequenceNumber: first + i }))),
    },
  });
}

/** The next requests of rows meet this. */
function failRows(status: number, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  const fault: Fault = { kind: 'answer', status, code: 'Code', message: 'A message.' };
  endpoints.logs.setFault(() => (left-- > 0 ? fault : undefined));
}

async function namesIn(container: typeof endpoints.spills): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  return names;
}

const hasSpills = async () => (await namesIn(endpoints.spills)).some((name) => name.endsWith('.gz'));

const repeated = signIn('a', '0');
await invoke(
  'a'.repeat(32),
  bodyOf(
    repeated,
    signIn('b', '50126'),
    signIn('c', '9999999', 'NonInteractiveUserSignInLogs'),
    signIn('d', '0', 'TomorrowSignInLogs'),
    { category: 'AuditLogs' },
  ),
  '{"records":[',
  '',
  bodyOf(repeated),
);
failRows(403);
await invoke('b'.repeat(32), bodyOf(signIn('e', '50126'), signIn('f', '0'), signIn('g', '0')));
endpoints.logs.setFault(undefined);
while (await hasSpills()) {
  await timer.invoke(toTimerRequest(timer.trigger));
  // The breaker lets a probe through only after some seconds.
  await delay(200);
}
failRows(400, 1);
await invoke('c'.repeat(32), bodyOf(signIn('h', '0')));
failRows(503, 1);
await invoke('d'.repeat(32), bodyOf(signIn('i', '0', 'ServicePrincipalSignInLogs')));
// What the host would send to the hub for the timer's function.
const heartbeats = await app.functions.get('heartbeat')?.handler({}, {});
await invoke('e'.repeat(32), ...(Array.isArray(heartbeats) ? heartbeats.map(String) : []));
await app.terminate();

const letters: string[] = [];
for (const name of await namesIn(endpoints.deadLetters)) {
  const content = await endpoints.deadLetters.getBlobClient(name).downloadToBuffer();
  letters.push(...content.toString().split('\n').filter(Boolean));
}
const { peekedMessageItems } = await endpoints.alerts.peekMessages({ numberOfMessages: 32 });
const arrived = {
  logged,
  rows,
  letters,
  alerts: peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString()),
  bytes: endpoints.logs.bytesAccepted,
};
await endpoints.close();
// The SDKs keep connections alive; nothing is left to wait for.
process.stdout.write(JSON.stringify(arrived), () => process.exit());
