import {
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { BatchFact, Destination } from '../delivery/telemetry.ts';

/** `00-<trace id>-<span id>-<flags>` (W3C Trace Context, section 3.2). */
const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Writes the trace of a batch that came to its end: one span for it, below the host's, and one below that for each
 * destination. They are written afterwards, with the times that were taken: nothing has to be carried along meanwhile.
 * As dates: the SDK takes small numbers for times since the start of the process. A trace that the host does not record is not recorded here either.
 */
export function writeBatchSpans(
  tracer: Tracer,
  { startedAt, durationMs, events, traceParent, steps, done }: BatchFact,
  hosts: Readonly<Record<Destination, string>>,
  hub: string,
): void {
  const span = tracer.startSpan(
    `process ${hub}`,
    {
      kind: SpanKind.CONSUMER,
      startTime: new Date(startedAt),
      attributes: {
        'messaging.system': 'eventhubs',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': hub,
        'messaging.batch.message_count': events,
        // Else Application Insights has no name for it: its exporter names requests of servers only.
        'ai.operation.name': `process ${hub}`,
        ...(done && {
          'entra_signin_risk.records': done.report.records,
          'entra_signin_risk.rows': done.report.rows,
          'entra_signin_risk.alerts': done.report.alerts,
          'entra_signin_risk.skipped': done.report.skipped,
          'entra_signin_risk.dead_letters': done.report.deadLetters,
          'entra_signin_risk.duplicates': done.report.duplicates,
          'entra_signin_risk.spilled_rows': done.report.spilledRows,
          'entra_signin_risk.spilled_alerts': done.report.spilledAlerts,
        }),
      },
    },
    parentOf(traceParent),
  );
  const below = trace.setSpan(ROOT_CONTEXT, span);
  for (const step of steps) {
    const begin = startedAt + step.afterMs;
    const attributes = { destination: step.destination, 'server.address': hosts[step.destination] };
    const options = { kind: SpanKind.CLIENT, startTime: new Date(begin), attributes };
    const child = tracer.startSpan(`send ${step.destination}`, options, below);
    if (step.hasFailed) child.setStatus({ code: SpanStatusCode.ERROR });
    child.end(new Date(begin + step.durationMs));
  }
  if (done === undefined) {
    span.setAttribute('error.type', 'DeliveryError');
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(new Date(startedAt + durationMs));
}

function parentOf(traceParent: string | undefined): Context {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(traceParent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
