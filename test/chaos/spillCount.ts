import type { SeenRequest } from '../support/faultProxy.ts';

/** What was written to the spills, as it passes by: a processor that is killed cannot tell. */
export interface SpillCount {
  readonly rows: number;
  readonly alerts: number;
  onAnswered(request: SeenRequest, status: number): void;
  reset(): void;
}

const CREATED = 201;

export function createSpillCount(): SpillCount {
  const counts = { rows: 0, alerts: 0 };
  return {
    get rows() {
      return counts.rows;
    },
    get alerts() {
      return counts.alerts;
    },
    onAnswered({ method, url, headers }, status) {
      // A spill that is written again, with what is left of it, comes under its lease and without this header.
      if (method !== 'PUT' || status !== CREATED || headers['if-none-match'] !== '*') return;
      const [, sink] = /\/spills\/(rows|alerts)(?:\/|%2F)/.exec(url) ?? [];
      if (sink === 'rows' || sink === 'alerts') counts[sink] += Number(headers['x-ms-meta-count'] ?? 0);
    },
    reset() {
      counts.rows = 0;
      counts.alerts = 0;
    },
  };
}
