import type { Metric, OtlpReceiver } from '../otlpReceiver.ts';
import type { MetricView } from './api.ts';

/** What the app's instruments measured so far, one line for each series, as a collector was sent it. */
export function listMetrics({ metrics }: Pick<OtlpReceiver, 'metrics'>): MetricView[] {
  return [...metrics.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((metric) =>
      pointsOf(metric)
        .map(({ attributes, asInt, asDouble, count, sum, max }): MetricView => {
          const about = Object.entries(attributes).map(([name, value]) => `${name}=${String(value)}`);
          const common = { name: metric.name, unit: metric.unit, about: about.sort() };
          if (count === undefined) return { ...common, value: asInt ?? asDouble ?? 0 };
          return { ...common, value: count === 0 ? 0 : (sum ?? 0) / count, count, max: max ?? 0 };
        })
        .toSorted((a, b) => (a.about.join() < b.about.join() ? -1 : 1)),
    );
}

function pointsOf({ sum, gauge, histogram }: Metric) {
  return (sum ?? gauge ?? histogram)?.dataPoints ?? [];
}
