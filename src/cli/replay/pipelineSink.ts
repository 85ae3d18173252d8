import { compose } from '../../compose.ts';
import { emptyReport, sumReports } from '../../delivery/report.ts';
import { createOperatorCredential } from '../credential.ts';
import type { Settings } from '../storage.ts';
import type { Item, Sink } from './source.ts';

/** As many as the host hands to the function at a time. */
const MOST_EVENTS = 100;

/** The settings that tell one deployment from another. */
const DEPLOYMENT = [
  'LOGS_INGESTION_ENDPOINT',
  'LOGS_INGESTION_RULE_ID',
  'ALERT_QUEUE_ENDPOINT',
  'BLOB_ENDPOINT',
];

/** The first rule that matches decides, and one without conditions matches all. */
const NO_ALERTS = JSON.stringify([{ action: 'suppress', reason: 'replay --no-alerts' }]);

/**
 * Runs events through the pipeline of a deployment, as the function would, with the caller's identity.
 * @throws ConfigError when settings of the deployment are missing or wrong
 */
export function openPipelineSink(settings: Settings, { alerts }: { readonly alerts: boolean }): Sink {
  const { processBatch } = compose(alerts ? settings : { ...settings, ALERT_POLICY: NO_ALERTS }, {
    credential: createOperatorCredential(),
  });
  let report = emptyReport();
  const deliver = async (items: readonly Item[]): Promise<readonly Item[]> => {
    report = sumReports(report, await processBatch(items.map(({ event }) => event)));
    return [];
  };
  return {
    name: `the pipeline of the settings${alerts ? '' : ', without alerts'}`,
    identity: { deployment: DEPLOYMENT.map((name) => settings[name] ?? null), alerts },
    most: MOST_EVENTS,
    deliver,
    get outcome() {
      const spilled = report.spilledRows + report.spilledAlerts;
      const reasons = Object.entries(report.deadLettersBy).map(([reason, count]) => `${reason} ${count}`);
      return {
        lines: [
          `rows              ${report.rows}${spilled > 0 ? `, ${spilled} rows and alerts wait in the spills` : ''}`,
          `alerts            ${report.alerts}${report.suppressed > 0 ? `, ${report.suppressed} suppressed` : ''}`,
          `skipped, repeats  ${report.skipped + report.duplicates}`,
          `dead letters      ${report.deadLetters}${reasons.length > 0 ? `  ${reasons.join(', ')}` : ''}`,
        ],
        json: report,
      };
    },
    close: async () => undefined,
  };
}
