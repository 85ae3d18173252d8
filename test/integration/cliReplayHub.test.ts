import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBlobStore } from '../../src/adapters/blobStore.ts';
import * as command from '../../src/cli/replay/command.ts';
import { openHubSource } from '../../src/cli/replay/hubSource.ts';
import { toDeadLetterBlob } from '../../src/delivery/deadLetters.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file, folder } from '../support/cliRun.ts';
import { sendBodies } from '../support/hubContent.ts';
import { endpoints, hub, rows, run, signIn, texts, values } from '../support/replayRun.ts';

describe('replay hub', () => {
  const send = (partition: string, ...ids: string[]) =>
    sendBodies(
      hub.connectionString,
      'sign-ins',
      partition,
      ids.map((id) => signIn(id)),
    );
  const recordIds = () => rows.map((row) => JSON.parse(row).RecordId).sort();

  it('runs what the hub holds through the pipeline of the settings, with the places of the events', async () => {
    await send('0', 'a', 'b');
    await send('1', 'c');
    const { code, stdout } = await run('hub');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^3 events, 3 records, from the hub sign-ins at .* to the pipeline of the settings$/m,
    );
    expect(stdout).toMatch(/rows +3\n +alerts +3\n/);
    expect(recordIds()).toEqual(['a', 'b', 'c']);
    expect(rows.map((row) => JSON.parse(row).EventPosition).sort()).toEqual(['0/0/0', '0/1/0', '1/0/0']);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(3);
  });

  it('keeps to a partition and a time, and sends no alerts when it is told so', async () => {
    await send('0', 'early');
    // The clock of the hub counts milliseconds.
    const sent = Date.now();
    await expect.poll(() => Date.now()).toBeGreaterThan(sent);
    const since = new Date().toISOString();
    await send('0', 'late');
    await send('1', 'elsewhere');
    const nothing = await run('hub', '--until', '2026-01-01', '--json');
    expect(JSON.parse(nothing.stdout)).toMatchObject({ events: 0, isComplete: true });
    const before = await run('hub', '--until', since, '--dry-run', '--json');
    expect(JSON.parse(before.stdout)).toMatchObject({ events: 1, records: null });
    const { stdout } = await run('hub', '--partition', '0', '--since', since, '--no-alerts');
    expect(stdout).toMatch(/alerts +0, 1 suppressed/);
    expect(recordIds()).toEqual(['late']);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('forwards to another hub', async () => {
    await send('0', 'a', 'b');
    const { code } = await run('hub', '--into', 'hub', '--to-hub', 'other');
    expect({ code, bodies: await texts('other') }).toEqual({ code: 0, bodies: [signIn('a'), signIn('b')] });
  });

  it('ends at what was there when it began, also when it feeds the hub that it reads', async () => {
    await send('0', 'a');
    const { code } = await run('hub', '--into', 'hub');
    expect({ code, bodies: await texts() }).toEqual({ code: 0, bodies: [signIn('a'), signIn('a')] });
  });

  it('spills what Log Analytics does not take, like the function', async () => {
    await send('0', 'a');
    const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No role.' } as const;
    endpoints.logs.setFault(() => fault);
    const { code, stdout } = await run('hub');
    endpoints.logs.setFault(undefined);
    expect({ code, told: /rows +1, 1 rows and alerts wait in the spills/.test(stdout) }).toEqual({
      code: 0,
      told: true,
    });
  });

  it('stops where nothing can keep the data, and goes on once something can', async () => {
    await send('0', 'a', 'b', 'c');
    const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No role.' } as const;
    endpoints.logs.setFault(() => fault);
    const state = join(folder, 'undeliverable.json');
    const broken = await runInProcess(command, [
      'hub',
      '--state',
      state,
      '--settings',
      file('spill.json', JSON.stringify({ Values: { ...values(), SPILL_CONTAINER: 'no-such' } })),
    ]);
    endpoints.logs.setFault(undefined);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(
      /The place is noted in .*\nDeliveryError: the batch is not fully delivered/,
    );
    // Meanwhile the time of two events is over.
    hub.release('sign-ins', '0', 1);
    const { code, stdout } = await run('hub', '--state', state);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 of 3 events were not there any more$/m);
    expect(recordIds()).toEqual(['c']);
  });

  it('goes on by itself when a connection breaks', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `r${index}`);
    await send('0', ...ids);
    const replaying = run('hub', '--rate', '3', '--into', 'hub', '--to-hub', 'other');
    await expect.poll(() => hub.heldBytes('other')).toBeGreaterThan(0);
    hub.dropConnections();
    expect(await replaying).toMatchObject({ code: 0 });
    // What was under way when the answer was lost may be there twice.
    expect([...new Set(await texts('other'))]).toEqual(ids.map((id) => signIn(id)).sort());
    // Should the connection break while a batch is under way, the SDK waits for its answer first.
  }, 90_000);

  it('reads on where it was when a connection breaks between two batches', async () => {
    await send('0', ...Array.from({ length: 250 }, (_, index) => `r${index}`));
    const source = openHubSource({
      address: { namespace: '127.0.0.1', hub: 'sign-ins', connectionString: hub.connectionString },
      consumerGroup: '$Default',
      partitions: undefined,
      span: { since: undefined, until: undefined },
    });
    const { fixed } = await source.plan();
    const numbers: (number | null)[] = [];
    for await (const { item } of source.read(fixed, undefined)) {
      numbers.push(item.event.position.sequenceNumber);
      if (numbers.length === 100) hub.dropConnections();
    }
    await source.close();
    expect(numbers).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });

  it('tells which hub or group is not there', async () => {
    const hubless = await run('hub', '--hub', 'nowhere');
    expect(hubless.stderr).toMatch(
      /HubError: the hub nowhere at .*MessagingEntityNotFoundError.*check the names/,
    );
    await send('0', 'a');
    const groupless = await run('hub', '--consumer-group', 'nobody');
    expect(groupless.stderr).toMatch(/HubError: .*MessagingEntityNotFoundError.*check the names/);
  });
});

describe('replay dead-letters', () => {
  const letters = [signIn('a'), 'oops'].map((bytes, index) => ({
    reason: index === 0 ? ('refused' as const) : ('not-json' as const),
    detail: 'detail',
    source: { partition: '0', sequenceNumber: index, enqueuedTime: '2026-11-16T08:00:00.000Z', index: 0 },
    bytes: Buffer.from(bytes),
  }));

  it('sends the original bytes of an hour of the container, and leaves them there', async () => {
    const [first, ...rest] = letters;
    if (first === undefined) throw new Error('no letters');
    const { name, content: lines } = toDeadLetterBlob([first, ...rest]);
    await createBlobStore(endpoints.deadLetters).put(name, lines, 10_000);
    expect((await run('dead-letters', '--folder', '2026-11-17')).stdout).toMatch(/^0 events, 0 records/);
    const { code } = await run('dead-letters', '--folder', '2026-11-16-08');
    expect({ code, bodies: await texts() }).toEqual({ code: 0, bodies: ['oops', signIn('a')].sort() });
    expect(await endpoints.deadLetters.getBlobClient(name).exists()).toBe(true);
  });

  it('sends those of files, by reason', async () => {
    const [first, ...rest] = letters;
    if (first === undefined) throw new Error('no letters');
    const path = file('letters.jsonl', toDeadLetterBlob([first, ...rest]).content);
    const { code } = await run('dead-letters', '--input', path, '--reason', 'refused');
    expect({ code, bodies: await texts() }).toEqual({ code: 0, bodies: [signIn('a')] });
  });
});
