import { z } from 'zod';
import pack from '../../../data/packs/microsoft-secops.json' with { type: 'json' };
import type { Tab } from '../workbookItems.ts';
import { local, MEANINGS, ROWS } from './query.ts';

/** The levels of Microsoft's guides for codes outside the catalog, from the pack that is off unless somebody wants it. */
const MICROSOFT = Object.entries(z.object({ levels: z.record(z.string(), z.string()) }).parse(pack).levels);
const MICROSOFT_TEXT = MICROSOFT.map(([code, level]) => `${code} ${level}`).join(', ');

export const BORDERS: Tab = {
  id: 'borders',
  title: ['Policies and tenants', 'ポリシーとテナント'],
  about: [
    'What Conditional Access and the settings between tenants blocked.',
    '条件付きアクセスとテナント間の設定がブロックしたもの。',
  ],
  tiles: [
    {
      name: 'policies',
      title: ['Blocks by policy', 'ポリシー別のブロック'],
      visualization: 'table',
      heat: ['Attempts'],
      query: `${ROWS}
| where ResultKind in ("conditionalAccess", "device")
| mv-expand Policy = ConditionalAccessPolicies
| where tostring(Policy.result) == "failure"
| summarize Attempts = dcount(OriginalRequestId), Users = dcount(UserId), Codes = make_set(ResultType, 10), Apps = make_set(AppDisplayName, 10) by Policy = tostring(Policy.displayName)
| top 500 by Attempts desc`,
    },
    {
      name: 'tenants',
      title: ['Cross-tenant blocks', 'テナント間のブロック'],
      visualization: 'table',
      query: `${ROWS}
| where ResultKind == "tenantBoundary"
| summarize Attempts = dcount(OriginalRequestId), Users = make_set(UserPrincipalName, 10), Apps = make_set(AppDisplayName, 10), LastTime = max(CreatedDateTime) by HomeTenantId, ResourceTenantId, ResultType
${local('LastTime')}
| lookup kind=leftouter ${MEANINGS} on ResultType
| top 500 by Attempts desc`,
    },
    {
      name: 'kinds',
      title: ['Kinds of results', '結果の種類'],
      visualization: 'piechart',
      query: `${ROWS}
| where ResultType != "0"
| summarize Attempts = dcount(OriginalRequestId) by ResultKind = iff(isempty(ResultKind), "unlisted", ResultKind)`,
    },
  ],
};

export const UNKNOWN: Tab = {
  id: 'unknown',
  title: ['Unknown and new codes', '未知と新規のコード'],
  about: [
    `Codes outside the catalog are Unknown, never silently Low. Give them a level with a pack or the watchlist EntraRiskLevelOverrides. Microsoft’s guides give some of them a level, which the pack microsoft-secops takes over: ${MICROSOFT_TEXT}.`,
    `カタログに無いコードは Unknown であり、黙って Low にはしません。パックまたはウォッチリスト EntraRiskLevelOverrides でレベルを付けてください。Microsoft のガイドがレベルを示すコードもあり、パック microsoft-secops で適用できます: ${MICROSOFT_TEXT}。`,
  ],
  tiles: [
    {
      name: 'unknown codes',
      title: ['Unknown codes', '未知のコード'],
      visualization: 'table',
      query: `${ROWS}
| where ResultRiskLevelNow == "Unknown"
| summarize Attempts = dcount(OriginalRequestId), Users = dcount(UserId), FirstTime = min(CreatedDateTime), LastTime = max(CreatedDateTime), Name = take_any(ResultName), Text = take_any(ResultDescription) by ResultType
| extend MicrosoftSays = case(${MICROSOFT.map(([code, level]) => `ResultType == "${code}", "${level}"`).join(', ')}, "")
${local('FirstTime', 'LastTime')}
| top 500 by Attempts desc`,
    },
    {
      name: 'first seen',
      title: ['Codes by first sight in this time range', 'この期間の初出順のコード'],
      visualization: 'table',
      query: `${ROWS}
| summarize FirstTime = min(CreatedDateTime), Attempts = dcount(OriginalRequestId), Level = take_any(ResultRiskLevelNow), Name = take_any(ResultName) by ResultType
${local('FirstTime')}
| top 500 by FirstTime desc`,
    },
  ],
};
