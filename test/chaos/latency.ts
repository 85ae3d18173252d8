import { Buffer } from 'node:buffer';
import type { SeenRequest } from '../support/faultProxy.ts';

/** How long alerts took from the beginning of their batch until the queue had them, in milliseconds. */
export interface Latencies {
  begin(partition: string, firstSequenceNumber: number, at: number): void;
  onAnswered(request: SeenRequest, status: number): void;
  /** One for each alert that was taken, in ascending order. */
  values(): number[];
  reset(): void;
}

const CREATED = 201;

export function createLatencies(): Latencies {
  // Partition -> beginnings of batches by first sequence number, the first try of each.
  const begins = new Map<string, Map<number, number>>();
  const values: number[] = [];
  return {
    begin(partition, first, at) {
      const known = begins.get(partition) ?? new Map<number, number>();
      begins.set(partition, known);
      if (!known.has(first)) known.set(first, at);
    },
    onAnswered({ method, body }, status) {
      if (method !== 'POST' || status !== CREATED) return;
      const position = positionIn(body);
      if (position === undefined) return;
      const firsts = [...(begins.get(position.partition) ?? [])].filter(
        ([first]) => first <= position.sequence,
      );
      const begun = firsts.at(-1)?.[1];
      if (begun !== undefined) values.push(Date.now() - begun);
    },
    values: () => values.toSorted((a, b) => a - b),
    reset() {
      values.length = 0;
      begins.clear();
    },
  };
}

function positionIn(body: Buffer): { partition: string; sequence: number } | undefined {
  const [, text = ''] = /<MessageText>([^<]*)<\/MessageText>/.exec(body.toString('latin1')) ?? [];
  const alert = Buffer.from(text, 'base64').toString('utf8');
  const [, partition, sequence] = /"eventPosition":"(\d+)\/(\d+)\/\d+"/.exec(alert) ?? [];
  return partition === undefined ? undefined : { partition, sequence: Number(sequence) };
}
