import type { Alert } from '../../src/core/alert/alert.ts';
import type { AlertSink } from '../../src/delivery/ports.ts';
import type { SinkFault } from './fault.ts';

export interface FakeAlertSink extends AlertSink {
  /** The text of every alert that was taken. */
  readonly arrived: string[];
  fault: SinkFault<Alert> | undefined;
}

/** Alerts in memory. */
export function createFakeAlertSink(): FakeAlertSink {
  const sink: FakeAlertSink = {
    arrived: [],
    fault: undefined,
    async send(alert) {
      const answer = await sink.fault?.(alert);
      if (answer !== undefined) return answer;
      sink.arrived.push(alert.text);
      return { ok: true };
    },
    check: async () => (await sink.fault?.({ id: '', text: '' })) ?? { ok: true },
  };
  return sink;
}
