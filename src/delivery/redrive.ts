import { Buffer } from 'node:buffer';
import type { SourceEvent } from '../core/event.ts';
import type { Clock } from './clock.ts';
import { whileLeased } from './lease.ts';
import type { BlobStore, LeasingStore } from './ports.ts';
import type { Pipeline } from './processBatch.ts';
import { fromDeadLetterContent, type StoredDeadLetter, toDeadLetterContent } from './readDeadLetters.ts';
import type { BatchReport } from './report.ts';

/** Takes the place of the dead-letter store while dead letters are sent again: what is still one stays where it is. */
export interface LetterCatcher extends BlobStore {
  /** The dead letters since the last call. */
  take(): StoredDeadLetter[];
}

export function createLetterCatcher(): LetterCatcher {
  let caught: StoredDeadLetter[] = [];
  return {
    async put(_, content) {
      caught.push(...fromDeadLetterContent(content));
      return { ok: true };
    },
    check: async () => ({ ok: true }),
    take() {
      const taken = caught;
      caught = [];
      return taken;
    },
  };
}

export interface RedriveParts {
  /** Where the dead letters are. */
  readonly store: LeasingStore;
  /** The pipeline of the function, with the catcher as its dead-letter store. */
  readonly process: Pipeline;
  readonly catcher: LetterCatcher;
  readonly clock: Clock;
}

/** What became of the chosen dead letters of a blob. */
export interface RedriveResult {
  readonly chosen: number;
  /** Still dead letters, with the reason of this version. */
  readonly stillDead: readonly StoredDeadLetter[];
  readonly report: BatchReport;
}

/**
 * A spill that could not be read is no sign-in: the pipeline would only give it another reason, which hides what it is.
 * Its bytes can be put back among the spills, once a version is there that reads them.
 */
export function canBeRedriven({ reason }: StoredDeadLetter): boolean {
  return reason !== 'unreadable-spill';
}

/**
 * Sends dead letters of one blob through the pipeline again, under the blob's lease. What is delivered leaves the blob,
 * and an empty one is deleted; should this end in between, they are sent once more the next time (at least once).
 * @param isChosen called with each dead letter of the blob
 * @returns undefined when the blob is gone, or somebody else works on it
 * @throws DeliveryError when the data can be kept nowhere; LeaseLostError, StoreUnavailableError
 */
export async function redriveBlob(
  { store, process, catcher, clock }: RedriveParts,
  name: string,
  isChosen: (letter: StoredDeadLetter) => boolean,
): Promise<RedriveResult | undefined> {
  return whileLeased(store, name, clock, async (blob, held) => {
    const letters = fromDeadLetterContent(await blob.read());
    const chosen = letters.filter(isChosen);
    const others = letters.filter((letter) => !isChosen(letter));
    catcher.take();
    const report = await process(chosen.map(toEvent));
    const stillDead = inTheirPlaces(chosen, catcher.take());
    held.assertHeld();
    if (others.length + stillDead.length === 0) await blob.delete();
    else if (!isUnchanged(chosen, stillDead))
      await blob.replace(toDeadLetterContent([...others, ...stillDead]), {});
    return { chosen: chosen.length, stillDead, report };
  });
}

/** As an event of its own each letter has become the first record of its place: what is dead again keeps its old one. */
function inTheirPlaces(
  before: readonly StoredDeadLetter[],
  after: readonly StoredDeadLetter[],
): StoredDeadLetter[] {
  const left = [...before];
  return after.map((letter) => {
    const at = left.findIndex(
      ({ bytesBase64, source }) =>
        bytesBase64 === letter.bytesBase64 &&
        source.partition === letter.source.partition &&
        source.sequenceNumber === letter.source.sequenceNumber,
    );
    const [same] = at < 0 ? [] : left.splice(at, 1);
    return same === undefined ? letter : { ...letter, source: same.source };
  });
}

/** Nothing was delivered, and nothing new is known: the blob stays as it is. */
function isUnchanged(chosen: readonly StoredDeadLetter[], stillDead: readonly StoredDeadLetter[]): boolean {
  return (
    chosen.length === stillDead.length &&
    chosen.every((letter, i) => {
      const after = stillDead[i];
      return letter.bytesBase64 === after?.bytesBase64 && letter.reason === after.reason;
    })
  );
}

/** A dead letter's bytes as an event of their own, in the place where they were read. */
function toEvent({ bytesBase64, source }: StoredDeadLetter): SourceEvent {
  const { index: _, ...position } = source;
  return { body: Buffer.from(bytesBase64, 'base64'), position };
}
