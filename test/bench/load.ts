import { Buffer } from 'node:buffer';
import { createGenerator, type Profile } from '../../src/sandbox/generator/records.ts';

/** The bodies of a batch: events of so many records, different in every batch. */
export function toBatch(
  profile: Profile,
  seed: number,
  { events, recordsPerEvent }: { readonly events: number; readonly recordsPerEvent: number },
): Buffer[] {
  const generator = createGenerator({ seed, profile, start: new Date('2026-11-16T08:00:00Z') });
  return Array.from({ length: events }, () => Buffer.from(generator.event(recordsPerEvent)));
}
