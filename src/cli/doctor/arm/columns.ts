import * as z from 'zod';
import { ALL_COLUMNS, STREAM_NAME, TABLE_NAME } from '../../../core/row/columns.ts';
import type { Deployment } from '../deployment.ts';
import { type Finding, fault, ok, skipped } from '../finding.ts';
import type { App } from './app.ts';
import { type Arm, ArmError } from './client.ts';
import { findRule, type Rule } from './resources.ts';

const tableSchema = z.object({
  properties: z.object({
    schema: z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })).optional() }),
  }),
});

type Columns = readonly { readonly name: string; readonly type: string }[];

const MEND =
  'deploy the infrastructure of this version: what a stream or table does not know is lost without a word';

/** Do stream and table have the columns of this version's rows? */
export async function checkColumns(arm: Arm, app: App, { config }: Deployment): Promise<Finding[]> {
  const immutableId = config.LOGS_INGESTION_RULE_ID;
  if (immutableId === undefined) return [skipped('stream', 'not looked at without LOGS_INGESTION_RULE_ID')];
  try {
    const rule = await findRule(arm, app, immutableId);
    if (rule === undefined)
      return [
        fault(
          'stream',
          `there is no data collection rule ${immutableId} beside the app`,
          'check LOGS_INGESTION_RULE_ID',
        ),
      ];
    return [checkStream(rule), await checkTable(arm, rule)];
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return [skipped('stream', `the data collection rule cannot be read: ${error.message}`)];
  }
}

function checkStream({ properties }: Rule): Finding {
  const stream = properties.streamDeclarations?.[STREAM_NAME];
  if (stream === undefined) return fault('stream', `the rule declares no stream ${STREAM_NAME}`, MEND);
  return compare('stream', STREAM_NAME, stream.columns);
}

async function checkTable(arm: Arm, { properties }: Rule): Promise<Finding> {
  const workspace = properties.destinations?.logAnalytics?.[0]?.workspaceResourceId;
  if (workspace === undefined || !/^\/subscriptions\/[\w./()-]+$/i.test(workspace))
    return fault('table', 'the rule leads to no workspace', MEND);
  try {
    const table = tableSchema.parse(await arm.get(`${workspace}/tables/${TABLE_NAME}`, '2022-10-01'));
    return compare('table', TABLE_NAME, table.properties.schema.columns ?? []);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    if (error.status === 404) return fault('table', `the workspace has no table ${TABLE_NAME}`, MEND);
    return skipped('table', `the table cannot be read: ${error.message}`);
  }
}

function compare(check: string, name: string, columns: Columns): Finding {
  const types = new Map(columns.map((column) => [column.name, column.type.toLowerCase()]));
  const missing = ALL_COLUMNS.filter((column) => !types.has(column.name)).map((column) => column.name);
  const other = ALL_COLUMNS.filter((column) => {
    const type = types.get(column.name);
    return type !== undefined && type !== column.type;
  }).map((column) => `${column.name} is ${types.get(column.name)} in place of ${column.type}`);
  if (missing.length + other.length === 0) return ok(check, `${name} has all ${ALL_COLUMNS.length} columns`);
  const parts = [...(missing.length > 0 ? [`no ${missing.join(', ')}`] : []), ...other];
  return fault(check, `${name}: ${parts.join('; ')}`, MEND);
}
