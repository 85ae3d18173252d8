import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ManagedIdentityCredential } from '@azure/identity';
import { LogsIngestionClient } from '@azure/monitor-ingestion';
import { createConfiguredEnricher } from '../../src/compose.ts';
import { decodeBody } from '../../src/core/decode.ts';
import type { BuiltApp } from './app.ts';
import type { Services } from './startServices.ts';

/** Something whose cost for a batch is measured. */
export interface Contender {
  readonly name: string;
  run(bodies: readonly Buffer[]): unknown;
}

const compress = promisify(gzip);

/** As the adapter has it (`src/adapters/logsIngestion.ts`). */
const GZIP = { level: 1, memLevel: 9, chunkSize: 256 * 1024 };

/** (a) what nobody can do without, (b) what one would write without this project, (c) the whole handler as deployed. */
export function wholes(services: Services, app: BuiltApp): Contender[] {
  const credential = new ManagedIdentityCredential({ clientId: services.clientId });
  const sdk = new LogsIngestionClient(services.endpoint, credential);
  return [
    {
      name: 'a: JSON.parse alone',
      run(bodies) {
        for (const body of bodies) JSON.parse(body.toString());
      },
    },
    {
      name: 'b: the SDK, raw records',
      run: (bodies) =>
        sdk.upload(
          services.ruleId,
          'Custom-Raw',
          bodies.flatMap((body) => JSON.parse(body.toString()).records),
        ),
    },
    { name: 'c: the handler', run: (bodies) => app.process(bodies) },
  ];
}

/** (d) parts of (c), each on its own; what is left of (c) is the way to the services and the bookkeeping. */
export function steps(): Contender[] {
  const enrich = createConfiguredEnricher({ ROW_DETAIL: 'compact', MIN_ROW_LEVEL: 'Low' });
  const position = { partition: '0', sequenceNumber: 0, enqueuedTime: '2026-11-16T08:00:00.000Z' };
  const rowsOf = (bodies: readonly Buffer[]) =>
    bodies
      .flatMap((body) => enrich({ body, position }))
      .flatMap((outcome) => ('json' in outcome ? [outcome.json] : []));
  return [
    {
      name: 'd: decode',
      run(bodies) {
        for (const body of bodies) decodeBody(body);
      },
    },
    { name: 'd: decode, enrich', run: rowsOf },
    {
      name: 'd: decode, enrich, gzip',
      run: (bodies) => compress(Buffer.concat(rowsOf(bodies)), GZIP),
    },
  ];
}
