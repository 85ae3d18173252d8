import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DoctorBench, faultsIn, MINUTES, REFUSAL, startDoctorBench } from '../support/doctorBench.ts';

/** Hubs in other states; made beforehand, since the clock is turned back for it. */
const hubs = { empty: '', stopped: '', behind: '', unread: '' };

let bench: DoctorBench;
beforeAll(async () => {
  bench = await startDoctorBench();
  const stopped = await bench.startOldHub(120);
  await bench.checkpoint(stopped, '0', 0);
  const behind = await bench.startOldHub(45);
  await bench.checkpoint(behind, '1', 7);
  const unread = await bench.startOldHub(1);
  const empty = await bench.startHub();
  for (const [name, one] of Object.entries({ stopped, behind, unread, empty }))
    Object.assign(hubs, { [name]: one.connectionString });
});
afterAll(() => bench.close());

/** A deployment that is broken in one place: what is done to it, and what doctor must say. */
interface Broken {
  readonly what: string;
  readonly check: string;
  /** What else is named, because it is broken with it. */
  readonly also?: readonly string[];
  readonly found: RegExp;
  readonly todo: RegExp;
  /** @returns the settings; what has to be undone is done by `undo` */
  readonly settings: () => Promise<Record<string, string | undefined>> | Record<string, string | undefined>;
  readonly undo?: () => void;
}

const BROKEN: readonly Broken[] = [
  {
    what: 'a setting is missing',
    check: 'settings',
    found: /LOGS_INGESTION_RULE_ID: is not set/,
    todo: /the app does not start/,
    settings: () => ({ ...bench.healthy, LOGS_INGESTION_RULE_ID: undefined }),
  },
  {
    what: 'a setting is wrong',
    check: 'settings',
    found: /ALERT_QUEUE_ENDPOINT: must be an https URL/,
    todo: /the app does not start/,
    settings: () => ({ ...bench.healthy, ALERT_QUEUE_ENDPOINT: 'http://stexample.queue.core.windows.net' }),
  },
  {
    what: 'a host name leads nowhere',
    check: 'names',
    found: /dcr-example\.invalid: /,
    todo: /DNS/,
    settings: () => ({ ...bench.healthy, LOGS_INGESTION_ENDPOINT: 'https://dcr-example.invalid' }),
  },
  {
    what: 'the clock is wrong',
    check: 'clock',
    found: /this machine is (59\d|60\d) s ahead of the service/,
    todo: /set the clock/,
    settings: () => {
      const date = new Date(Date.now() - 10 * MINUTES).toUTCString();
      // What asks for the time shows no token.
      bench.blobs.setFault((_, { headers }) =>
        headers.authorization === undefined ? { ...REFUSAL, headers: { date } } : undefined,
      );
      return { ...bench.healthy, BLOB_ENDPOINT: bench.blobs.endpoint };
    },
    undo: () => bench.blobs.setFault(undefined),
  },
  {
    what: 'nobody is signed in',
    check: 'tokens',
    found: /no token for storage/,
    todo: /az login/,
    settings: () => {
      vi.stubEnv('AZURE_CLIENT_ID', '00000000-0000-4000-8000-000000000009');
      return bench.healthy;
    },
    undo: () => vi.stubEnv('AZURE_CLIENT_ID', bench.endpoints.settings['AZURE_CLIENT_ID']),
  },
  {
    what: 'nothing listens at the namespace',
    check: 'hub',
    found: /ECONNREFUSED/,
    todo: /port 5671/,
    settings: async () => {
      const closed = await bench.startHub();
      await closed.close();
      return { ...bench.healthy, EventHubConnection: closed.connectionString };
    },
  },
  {
    what: 'the hub has another name',
    check: 'hub',
    found: /nowhere at .*MessagingEntityNotFoundError/,
    todo: /EVENT_HUB_NAME/,
    settings: () => ({ ...bench.healthy, EVENT_HUB_NAME: 'nowhere' }),
  },
  {
    what: 'the consumer group is missing',
    check: 'consumer-group',
    found: /^nobody: MessagingEntityNotFoundError/,
    todo: /consumer group/,
    settings: () => ({ ...bench.healthy, EVENT_HUB_CONSUMER_GROUP: 'nobody' }),
  },
  {
    what: 'nothing has ever been sent to the hub',
    check: 'events',
    found: /no event has ever arrived/,
    todo: /npm run azure -- connect/,
    settings: () => ({ ...bench.healthy, EventHubConnection: hubs.empty }),
  },
  {
    what: 'the diagnostic setting has stopped',
    check: 'events',
    found: /the newest event is from .*, 2 h 0 min ago/,
    todo: /diagnostic setting/,
    settings: () => ({ ...bench.healthy, EventHubConnection: hubs.stopped }),
  },
  {
    what: 'the function has stopped',
    check: 'lag',
    found: /1 event waits, the oldest for 45 min/,
    todo: /Application Insights/,
    settings: () => ({ ...bench.healthy, EventHubConnection: hubs.behind }),
  },
  {
    what: 'the function has never run',
    check: 'lag',
    found: /the function has never read this hub; 1 event waits/,
    todo: /deploy the code/,
    settings: () => ({ ...bench.healthy, EventHubConnection: hubs.unread }),
  },
  {
    what: 'the role on the data collection rule is missing',
    check: 'rows',
    found: /status 403 from .*, OperationFailed/,
    todo: /Monitoring Metrics Publisher/,
    settings: () => {
      const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No access.' } as const;
      bench.endpoints.logs.setFault(() => fault);
      return bench.healthy;
    },
    undo: () => bench.endpoints.logs.setFault(undefined),
  },
  {
    what: 'the data collection rule is another',
    check: 'rows',
    found: /status 404 from .*, NotFound/,
    todo: /LOGS_INGESTION_RULE_ID/,
    settings: () => ({ ...bench.healthy, LOGS_INGESTION_RULE_ID: `dcr-${'1'.repeat(32)}` }),
  },
  {
    what: 'the audience is that of another cloud',
    check: 'rows',
    found: /status 401 from /,
    todo: /LOGS_INGESTION_ENDPOINT/,
    settings: () => ({ ...bench.healthy, LOGS_INGESTION_AUDIENCE: 'https://monitor.azure.us' }),
  },
  {
    what: 'the queue is missing',
    check: 'queue',
    found: /status 404 from .*QueueNotFound/,
    todo: /ALERT_QUEUE_NAME/,
    settings: () => ({ ...bench.healthy, ALERT_QUEUE_NAME: 'no-such-queue' }),
  },
  {
    what: 'the container of the spills is missing',
    check: 'container:spills',
    found: /status 404 from .*ContainerNotFound/,
    todo: /SPILL_CONTAINER/,
    settings: () => ({ ...bench.healthy, SPILL_CONTAINER: 'no-such-container' }),
  },
  {
    what: 'the container of the dead letters is missing',
    check: 'container:deadLetters',
    found: /status 404 from .*ContainerNotFound/,
    todo: /DEAD_LETTER_CONTAINER/,
    settings: () => ({ ...bench.healthy, DEAD_LETTER_CONTAINER: 'no-such-container' }),
  },
  {
    what: 'the role on the containers is missing',
    check: 'container:spills',
    also: ['container:deadLetters'],
    found: /status 403 from .*AuthorizationPermissionMismatch/,
    todo: /Storage Blob Data Contributor/,
    settings: () => {
      bench.blobs.setFault(REFUSAL);
      return { ...bench.healthy, BLOB_ENDPOINT: bench.blobs.endpoint };
    },
    undo: () => bench.blobs.setFault(undefined),
  },
];

/** What doctor says of a deployment that is broken in one place: that, and nothing that only follows from it. */
async function expectNamed({ check, also = [], found, todo, settings, undo }: Broken): Promise<void> {
  const findings = await bench.doctor(await settings()).finally(() => undo?.());
  const faults = faultsIn(findings).filter((one) => one.check === check);
  expect(faults).toContainEqual({
    check,
    state: 'fault',
    found: expect.stringMatching(found),
    todo: expect.stringMatching(todo),
  });
  expect([...new Set(faultsIn(findings).map((one) => one.check))].sort()).toEqual([check, ...also].sort());
}

describe('doctor names the fault when', () => {
  // Those that change what others look at wait for their turn.
  it.concurrent.each(BROKEN.filter(({ undo }) => undo === undefined))('$what', expectNamed);
});

describe('doctor names the fault, when', () => {
  it.each(BROKEN.filter(({ undo }) => undo !== undefined))('$what', expectNamed);
});
