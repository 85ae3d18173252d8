import { createEnricher, type Enricher, type EnricherOptions, noSkimmer } from '../../../src/core/enrich.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { createSkimmer, type Skimmer, type SkimParts } from '../../../src/core/skim/skim.ts';
import { Broken, POSITION } from '../invariants.ts';
import { PROFILE_OPTIONS } from '../profiles.ts';

/** How often the short way was taken. */
export interface Taken {
  bodies: number;
  skimmedBodies: number;
  /** Records of the bodies that were skimmed. */
  records: number;
  /** Those of them that were read as objects all the same. */
  longRecords: number;
}

/** Both ways of the same settings, of which the short one tells what it does. */
export interface Ways {
  readonly short: Enricher;
  readonly long: Enricher;
  readonly taken: Taken;
}

/** @param toSkimmer stands for the real one where a test wants to see a fault found */
export function toWays(options: EnricherOptions, toSkimmer = createSkimmer): Ways {
  const taken: Taken = { bodies: 0, skimmedBodies: 0, records: 0, longRecords: 0 };
  return {
    taken,
    long: createEnricher(options, noSkimmer),
    short: createEnricher(options, (parts) => counted(toSkimmer, parts, taken)),
  };
}

function counted(toSkimmer: (parts: SkimParts) => Skimmer, parts: SkimParts, taken: Taken): Skimmer {
  let long = 0;
  const skim = toSkimmer({
    ...parts,
    enrichJson(bytes, source) {
      long += 1;
      return parts.enrichJson(bytes, source);
    },
  });
  return (event) => {
    long = 0;
    taken.bodies += 1;
    try {
      const outcomes = skim(event);
      if (outcomes === undefined) return undefined;
      taken.skimmedBodies += 1;
      taken.records += outcomes.length;
      taken.longRecords += long;
      return outcomes;
    } catch (error) {
      // The enricher would go the long way, and nobody would see the fault.
      return [{ kind: 'dead-letter', reason: 'internal-error', letter: letterOf(error) }];
    }
  };
}

function letterOf(error: unknown) {
  const detail = error instanceof Error ? `${error.stack}` : String(error);
  return {
    reason: 'internal-error' as const,
    detail,
    source: { ...POSITION, index: 0 },
    bytes: new Uint8Array(),
  };
}

/** The settings of fuzzing under which there is a short way. */
export const WAYS: readonly Ways[] = PROFILE_OPTIONS.filter(({ rowDetail }) => rowDetail === 'compact').map(
  (options) => toWays(options),
);

/**
 * Goes both ways with a body.
 * @returns the number of outcomes
 * @throws Broken when they lead to different outcomes
 */
export function checkSame(body: Buffer, { short, long }: Ways): number {
  const expected = long({ body, position: POSITION });
  const found = short({ body, position: POSITION });
  for (let i = 0; i < Math.max(expected.length, found.length); i++) {
    const [one, other] = [print(expected[i], body), print(found[i], body)];
    if (one !== other) throw new Broken('both ways lead to the same', difference(one, other));
  }
  return expected.length;
}

/** Everything of an outcome as text; bytes by their place in the body, if they are a part of it. */
function print(outcome: Outcome | undefined, body: Buffer): string {
  if (outcome === undefined) return 'none';
  if (outcome.kind === 'dead-letter') {
    const { bytes, ...letter } = outcome.letter;
    return JSON.stringify({ ...outcome, letter, bytes: placeOf(bytes, body) });
  }
  if (!('original' in outcome)) return JSON.stringify(outcome);
  // `row` is read from `json`.
  const { kind, reason, category, code, level, notes, suppressed, json, rowBytes, fingerprint, source } =
    outcome;
  const alert = 'alert' in outcome ? outcome.alert : undefined;
  const place = placeOf(outcome.original(), body);
  return `${json}${JSON.stringify([kind, reason, category, code, level, notes, suppressed, rowBytes, source, place, alert, fingerprint])}`;
}

/** Where bytes stand in the body; what they are when they are no part of it (text of a string, which was unescaped). */
function placeOf(bytes: Uint8Array, body: Buffer): unknown {
  const at = bytes.byteOffset - body.byteOffset;
  const isPart = bytes.buffer === body.buffer && at >= 0 && at + bytes.length <= body.length;
  return isPart ? [at, bytes.length] : Buffer.from(bytes).toString('latin1');
}

function difference(expected: string, found: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at++;
  const from = Math.max(0, at - 60);
  return `long way: …${expected.slice(from, at + 200)}\nshort way: …${found.slice(from, at + 200)}`;
}
