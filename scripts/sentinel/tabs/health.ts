import { readRules } from '../content.ts';
import type { Tab } from '../workbookItems.ts';
import { local } from './query.ts';

/** The rules that wait for their baseline, as rows of a datatable: name, days that they need, and of what. */
const BASELINES = readRules()
  .flatMap(({ name, content: { query } }) => {
    const [, needed = ''] = /let filled = [^;]*< ago\(baseline ([^)]*)\);/.exec(query) ?? [];
    const [, days = ''] = /^let baseline = (\d+)d;$/m.exec(query) ?? [];
    if (days === '' || needed === '') return [];
    const needs = needed === '- 1d' ? Number(days) - 1 : Number(days) / 2;
    return [`"${name}", ${needs.toFixed(1)}, ${query.includes('endswith "ServicePrincipalSignInLogs"')}`];
  })
  .join(', ');

export const HEALTH: Tab = {
  id: 'health',
  title: ['Health', '健全性'],
  about: [
    'Rows by category, how late they come, and how far back the data goes: rules with a baseline of 7 or 14 days stay silent until it is filled.',
    'カテゴリ別の行数、遅れ、データの遡れる範囲。7 日または 14 日の基準期間を使うルールは、満たされるまで発報しません。',
  ],
  tiles: [
    {
      name: 'pipeline',
      title: ['Rows and lag by category', 'カテゴリ別の行数と遅れ'],
      visualization: 'table',
      query: `EntraSigninPipeline(source="{Source}")
| extend LagMinutes = datetime_diff("second", Ingested, coalesce(CreatedDateTime, TimeGenerated)) / 60.0
| summarize Rows = count(), Repeats = count() - dcount(RecordId), LagP50 = round(percentile(LagMinutes, 50), 1), LagP95 = round(percentile(LagMinutes, 95), 1), LastRow = max(Ingested) by Source, Category
${local('LastRow')}
| sort by Rows desc`,
    },
    {
      name: 'rows over time',
      title: ['Rows over time', '行数の推移'],
      visualization: 'timechart',
      query: `EntraSigninPipeline(source="{Source}")
| summarize Rows = count() by bin(TimeGenerated, 1h), Category`,
    },
    {
      name: 'warming up',
      title: [
        'Rules with a baseline (choose 15 days or more)',
        '基準期間を使うルール (15 日以上の期間を選択)',
      ],
      visualization: 'table',
      query: `let rows = EntraSigninPipeline(source="{Source}");
let days = toscalar(rows | summarize datetime_diff("hour", now(), min(TimeGenerated)) / 24.0);
let daysOfWorkloads = toscalar(rows | where Category endswith "ServicePrincipalSignInLogs" | summarize datetime_diff("hour", now(), min(TimeGenerated)) / 24.0);
datatable(Rule:string, NeedsDays:real, OfWorkloads:bool)[${BASELINES}]
| extend DaysOfData = round(coalesce(iff(OfWorkloads, daysOfWorkloads, days), 0.0), 1)
| extend State = iff(DaysOfData > NeedsDays, "ready", "warming up")
| sort by NeedsDays asc, Rule asc`,
    },
  ],
};
