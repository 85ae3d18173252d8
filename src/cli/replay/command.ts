import process from 'node:process';
import { type Host, writeJson, writeLines } from '../host.ts';
import { openStore } from '../storage.ts';
import { toSafeText } from '../text.ts';
import { openFileSource } from './fileSource.ts';
import { openHubSink } from './hubSink.ts';
import { openHubSource } from './hubSource.ts';
import { openContainerLetters, openFileLetters } from './letterSource.ts';
import { hubOf, type ReplayOptions, readOptions, targetOf } from './options.ts';
import { openPipelineSink } from './pipelineSink.ts';
import { createProgress } from './progress.ts';
import { type ReplayResult, replay } from './run.ts';
import type { Plan, Sink, Source } from './source.ts';
import { openState, type ReplayState, type StateFile } from './state.ts';

export { USAGE } from './usage.ts';

/** The command `replay`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const options = await readOptions(args, host);
  const note = (text: string) => void host.stderr.write(`${toSafeText(text)}\n`);
  const sink = openSink(options);
  const source = await openSource(options, note);
  try {
    const identity = { from: options.from, source: source.identity, to: sink.identity };
    const state = openState(options.state, identity, host.env);
    const before = options.restart || options.dryRun ? undefined : await state.load();
    // Everything is looked at before anything is sent: what cannot be read is told now, and the time left is known.
    const plan = before === undefined ? await source.plan() : toPlan(before);
    for (const text of plan.notes) note(text);
    if (options.dryRun) return tellPlan(options, source, sink, plan, host);
    if (before !== undefined)
      note(
        `Goes on behind ${before.sent.events} of ${plan.events} events (${state.path}); --restart begins anew`,
      );
    return await send({ options, source, sink, state, before, plan, note }, host);
  } finally {
    await Promise.allSettled([source.close(), sink.close()]);
  }
}

interface Job {
  readonly options: ReplayOptions;
  readonly source: Source;
  readonly sink: Sink;
  readonly state: StateFile;
  readonly before: ReplayState | undefined;
  readonly plan: Plan;
  readonly note: (text: string) => void;
}

async function send({ options, source, sink, state, before, plan, note }: Job, host: Host): Promise<number> {
  if (before === undefined) note(`How far it is stands in ${state.path}`);
  const progress = createProgress({
    stream: host.stderr,
    total: plan.events,
    before: before?.sent ?? { events: 0, records: 0 },
    now: () => performance.now(),
  });
  const stop = new AbortController();
  const onSignal = () => {
    stop.abort();
    progress.end();
    note('Stopping after what is under way; once more ends it at once.');
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { rate } = options;
    const parts = { source, sink, state, before, plan, rate, stop: stop.signal, progress };
    const result = await replay(parts).finally(progress.end);
    tellResult(result, { options, source, sink, plan, state }, host);
    return result.isComplete && result.tooLarge.length === 0 ? 0 : 1;
  } catch (error) {
    note(`The place is noted in ${state.path}: the same command goes on from there.`);
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** The plan of a replay that goes on was made when it began. */
function toPlan({ total, fixed }: ReplayState): Plan {
  return { events: total.events, records: total.records, notes: [], fixed };
}

function openSink(options: ReplayOptions): Sink {
  if (options.into === 'hub') return openHubSink(targetOf(options));
  return openPipelineSink(options.settings, { alerts: options.alerts });
}

async function openSource(options: ReplayOptions, note: (text: string) => void): Promise<Source> {
  const { span, reason, inputs } = options;
  switch (options.from) {
    case 'files':
      return openFileSource(inputs, span, note);
    case 'hub':
      return openHubSource({
        address: hubOf(options),
        consumerGroup: options.consumerGroup,
        partitions: options.partitions,
        span,
      });
    case 'dead-letters': {
      if (inputs.length > 0) return openFileLetters(inputs, { reason, span });
      const fallback = { setting: 'DEAD_LETTER_CONTAINER', container: 'dead-letters' };
      const { account, container, settings } = options;
      const store = openStore({ account, container }, settings, fallback);
      const name = `${account ?? settings['BLOB_ENDPOINT'] ?? 'the account'}, container ${container ?? settings[fallback.setting] ?? fallback.container}`;
      return openContainerLetters(store, name, options.folder ?? '', { reason, span });
    }
  }
}

function tellPlan({ json }: ReplayOptions, source: Source, sink: Sink, plan: Plan, host: Host): number {
  const { events, records, notes } = plan;
  if (json)
    writeJson(host, {
      dryRun: true,
      from: source.name,
      to: sink.name,
      events,
      records: records ?? null,
      notes,
    });
  else writeLines(host, [toSafeText(`would send ${amountOf(plan)} from ${source.name} to ${sink.name}`)]);
  return 0;
}

type Told = Pick<Job, 'options' | 'source' | 'sink' | 'plan' | 'state'>;

function tellResult(result: ReplayResult, { options, source, sink, plan, state }: Told, host: Host): void {
  const { events, records, tooLarge, isComplete } = result;
  const place = isComplete ? null : state.path;
  if (options.json) {
    const outcome = {
      ...{ from: source.name, to: sink.name, planned: plan.events, events, records, tooLarge, isComplete },
      state: place,
    };
    writeJson(host, { ...outcome, outcome: sink.outcome.json });
    return;
  }
  const large = tooLarge.map((one) => `larger than the hub takes, not sent: ${one}`);
  const head = isComplete
    ? `${amountOf({ events, records })} from ${source.name} to ${sink.name}`
    : `stopped behind ${events} of ${plan.events} events; to go on: the same command, which knows the place from ${state.path}`;
  // Events leave the hub when their time is over, dead letters when somebody sends them again.
  const gone = isComplete ? plan.events - events : 0;
  const missing = gone > 0 ? [`${gone} of ${plan.events} events were not there any more`] : [];
  const lines = [head, ...sink.outcome.lines.map((line) => `  ${line}`), ...missing, ...large];
  writeLines(host, lines.map(toSafeText));
}

function amountOf({ events, records }: Pick<Plan, 'events' | 'records'>): string {
  return `${events} events${records === undefined ? '' : `, ${records} records,`}`;
}
