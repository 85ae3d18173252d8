import { readRules } from './content.ts';
import type { Tab } from './workbookItems.ts';

/** The rows that every tile starts from; what the reader chooses goes into the view or right behind it. */
const ROWS = `EntraSigninRisk(source="{Source}", rule=iff("{Exclusions}" == "shown", "", "*"))
| where "*" in ({Category}) or Category in ({Category})`;

const MEANINGS = `(EntraResultTypeCatalog()
    | project ResultType, Meaning = iff("{Language}" == "ja", SummaryJa, SummaryEn), LookAt = iff("{Language}" == "ja", ActionJa, ActionEn))`;

/** The rules that compare with the days before, as rows of a datatable: name, and how many days they look back. */
const BASELINES = readRules()
  .filter(({ content }) => content.queryPeriod.endsWith('d') && content.queryPeriod !== '1d')
  .filter(({ name }) => name !== 'pipeline-unknown-codes')
  .map(({ name, content }) => `"${name}", ${Number.parseInt(content.queryPeriod, 10)}`)
  .join(', ');

const WHO = `Who = case(isnotempty(UserPrincipalName), UserPrincipalName, isnotempty(ServicePrincipalName), ServicePrincipalName, UserId)`;

/** The tabs of the workbook. Queries aggregate before they join texts, and show 500 rows at most. */
export const TABS: readonly Tab[] = [
  {
    id: 'overview',
    title: ['Overview', '概要'],
    about: [
      'Levels are as of today: overrides first, then packs, then the catalog. Attempts are counted, not rows; the weight of a code says how heavy it is, 0 to 100.',
      'レベルは今日の値です (上書き、パック、カタログの順)。行数ではなく試行の数を数えます。重みはコードの重さで、0 から 100 です。',
    ],
    tiles: [
      {
        name: 'levels',
        title: ['Attempts by level', 'レベル別の試行数'],
        visualization: 'tiles',
        query: `${ROWS}
| summarize Value = dcount(OriginalRequestId) by Name = ResultRiskLevelNow
| sort by Value desc`,
      },
      {
        name: 'risk over time',
        title: ['Weight without success, by category', '成功以外の重みの推移 (カテゴリ別)'],
        visualization: 'areachart',
        query: `${ROWS}
| where ResultType != "0"
| summarize Weight = sum(Weight) by bin(CreatedDateTime, 1h), Category`,
      },
      {
        name: 'levels over time',
        title: ['High and Medium over time', 'High と Medium の推移'],
        visualization: 'timechart',
        query: `${ROWS}
| where ResultRiskLevelNow in ("High", "Medium")
| summarize Attempts = dcount(OriginalRequestId) by bin(CreatedDateTime, 1h), ResultRiskLevelNow`,
      },
    ],
  },
  {
    id: 'codes',
    title: ['Codes', 'コード'],
    about: [
      'What each code means and what to look at first. The heat map has hours of the day in local time.',
      '各コードの意味と、最初に見るもの。ヒート マップの時刻は現地時間です。',
    ],
    tiles: [
      {
        name: 'codes by weight',
        title: ['Codes by weight', 'コード (重み順)'],
        visualization: 'table',
        heat: ['TotalWeight', 'Attempts'],
        query: `${ROWS}
| where ResultType != "0"
| summarize Attempts = dcount(OriginalRequestId), Users = dcount(UserId), TotalWeight = sum(Weight), LastTime = max(CreatedDateTime), Level = take_any(ResultRiskLevelNow), LevelAsIngested = take_any(ResultRiskLevel), Name = take_any(ResultName) by ResultType
| lookup kind=leftouter ${MEANINGS} on ResultType
| extend LastTimeLocal = LastTime + {Offset} * 1h
| project ResultType, Name, Level, LevelAsIngested, Attempts, Users, TotalWeight, Meaning, LookAt, LastTime, LastTimeLocal
| top 500 by TotalWeight desc`,
      },
      {
        name: 'codes by hour',
        title: ['Codes by hour of the day', 'コードと時間帯'],
        visualization: 'table',
        heat: ['Night', 'Morning', 'Afternoon', 'Evening'],
        query: `${ROWS}
| where ResultType != "0"
| extend Hour = datetime_part("hour", CreatedDateTime + {Offset} * 1h)
| summarize Night = dcountif(OriginalRequestId, Hour < 6), Morning = dcountif(OriginalRequestId, Hour between (6 .. 11)), Afternoon = dcountif(OriginalRequestId, Hour between (12 .. 17)), Evening = dcountif(OriginalRequestId, Hour > 17) by ResultType
| top 500 by Night desc`,
      },
    ],
  },
  {
    id: 'people',
    title: ['Users and addresses', 'ユーザーとアドレス'],
    about: [
      'Who and what weighs most. The pairs are addresses that failed for several users and then got in: the rule risk-burst-then-success judges them with more care.',
      '最も重いユーザーとアドレス。ペアは、複数のユーザーで失敗した後に成功したアドレスです。ルール risk-burst-then-success はより慎重に判断します。',
    ],
    tiles: [
      {
        name: 'users',
        title: ['Users by weight', 'ユーザー (重み順)'],
        visualization: 'table',
        heat: ['TotalWeight'],
        query: `${ROWS}
| where ByUser and ResultType != "0"
| summarize Attempts = dcount(OriginalRequestId), TotalWeight = sum(Weight), Codes = make_set(ResultType, 20), Networks = dcount(AutonomousSystemNumber), LastTime = max(CreatedDateTime), Vip = max(toint(IsVip)) by UserId, UserPrincipalName
| extend LastTimeLocal = LastTime + {Offset} * 1h
| top 500 by TotalWeight desc`,
      },
      {
        name: 'addresses',
        title: ['Addresses by weight', 'アドレス (重み順)'],
        visualization: 'table',
        heat: ['TotalWeight'],
        query: `${ROWS}
| where ResultType != "0" and isnotempty(IPAddress)
| summarize Attempts = dcount(OriginalRequestId), Users = dcount(UserId), TotalWeight = sum(Weight), Codes = make_set(ResultType, 20), Location = take_any(Location), Network = take_any(AutonomousSystemNumber), LastTime = max(CreatedDateTime) by IPAddress
| top 500 by TotalWeight desc`,
      },
      {
        name: 'pairs',
        title: ['Failures, then in, from one address', '失敗の後に成功したアドレス'],
        visualization: 'table',
        query: `let failed = ${ROWS}
    | where ResultKind in ("credential", "mfa", "workload") and ResultType != "0"
    | summarize Users = dcount(UserId), TotalWeight = sum(Weight), FirstTime = min(CreatedDateTime) by IPAddress
    | where Users >= 3;
${ROWS}
| where ResultType == "0"
| join kind=inner failed on IPAddress
| where CreatedDateTime > FirstTime
| summarize In = min(CreatedDateTime), Apps = make_set(AppDisplayName, 5), take_any(Users, TotalWeight, FirstTime) by IPAddress, UserPrincipalName
| top 500 by TotalWeight desc`,
      },
      {
        name: 'password proven',
        title: ['Right password, stopped', 'パスワードは正しいが止められたもの'],
        visualization: 'table',
        query: `${ROWS}
| where PasswordProven and ResultType != "0"
| summarize Attempts = dcount(OriginalRequestId), Codes = make_set(ResultType, 20), Addresses = make_set(IPAddress, 10), LastTime = max(CreatedDateTime) by UserId, UserPrincipalName, AutonomousSystemNumber
| top 500 by Attempts desc`,
      },
    ],
  },
  {
    id: 'workloads',
    title: ['Workloads', 'ワークロード'],
    about: [
      'Service principals, managed identities and Microsoft’s own services. An error of a managed identity is rare.',
      'サービス プリンシパル、マネージド ID、Microsoft のサービス。マネージド ID のエラーはまれです。',
    ],
    tiles: [
      {
        name: 'workload errors',
        title: ['Errors by workload', 'ワークロードのエラー'],
        visualization: 'table',
        heat: ['Attempts'],
        query: `${ROWS}
| where not(ByUser) and ResultType != "0"
| summarize Attempts = dcount(RecordId), Addresses = make_set(IPAddress, 10), Resources = make_set(ResourceDisplayName, 10), LastTime = max(CreatedDateTime) by Workload = iff(isempty(ServicePrincipalName), AppId, ServicePrincipalName), Category, ResultType
| lookup kind=leftouter ${MEANINGS} on ResultType
| top 500 by Attempts desc`,
      },
      {
        name: 'workload share',
        title: ['Success and errors by category', 'カテゴリ別の成功とエラー'],
        visualization: 'barchart',
        query: `${ROWS}
| where not(ByUser)
| summarize Success = countif(ResultType == "0"), Errors = countif(ResultType != "0") by Category`,
      },
    ],
  },
  {
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
  },
  {
    id: 'unknown',
    title: ['Unknown and new codes', '未知と新規のコード'],
    about: [
      'Codes outside the catalog are Unknown, never silently Low. Give them a level with a pack or the watchlist EntraRiskLevelOverrides. Microsoft’s guides call some codes outside the catalog risky: 50053 Medium, 50057 Low, 50158 Medium.',
      'カタログに無いコードは Unknown であり、黙って Low にはしません。パックまたはウォッチリスト EntraRiskLevelOverrides でレベルを付けてください。Microsoft のガイドは、カタログ外の 50053 を Medium、50057 を Low、50158 を Medium としています。',
    ],
    tiles: [
      {
        name: 'unknown codes',
        title: ['Unknown codes', '未知のコード'],
        visualization: 'table',
        query: `${ROWS}
| where ResultRiskLevelNow == "Unknown"
| summarize Attempts = dcount(OriginalRequestId), Users = dcount(UserId), FirstTime = min(CreatedDateTime), LastTime = max(CreatedDateTime), Name = take_any(ResultName), Text = take_any(ResultDescription) by ResultType
| extend MicrosoftSays = case(ResultType == "50053", "Medium", ResultType == "50057", "Low", ResultType == "50158", "Medium", "")
| top 500 by Attempts desc`,
      },
      {
        name: 'first seen',
        title: ['Codes by first sight in this time range', 'この期間の初出順のコード'],
        visualization: 'table',
        query: `${ROWS}
| summarize FirstTime = min(CreatedDateTime), Attempts = dcount(OriginalRequestId), Level = take_any(ResultRiskLevelNow), Name = take_any(ResultName) by ResultType
| top 500 by FirstTime desc`,
      },
    ],
  },
  {
    id: 'handover',
    title: ['Hand-over', '引き継ぎ'],
    about: [
      'What came since the time that you choose: new High sign-ins, codes that were not there before, what exclusions hide, and exclusions that are about to end.',
      '選んだ時刻以降の変化です。新しい High、以前は無かったコード、除外が隠しているもの、期限の近い除外を示します。',
    ],
    tiles: [
      {
        name: 'new high',
        title: ['High since then', '以降の High'],
        visualization: 'table',
        query: `${ROWS}
| where ResultRiskLevelNow == "High" and FirstSeen > ago({Since})
| summarize Attempts = dcount(OriginalRequestId), FirstTime = min(CreatedDateTime), LastTime = max(CreatedDateTime), Addresses = make_set(IPAddress, 5) by ${WHO}, ResultType
| lookup kind=leftouter ${MEANINGS} on ResultType
| extend LastTimeLocal = LastTime + {Offset} * 1h
| top 500 by Attempts desc`,
      },
      {
        name: 'new codes',
        title: ['Codes that were not there before', '以前は無かったコード'],
        visualization: 'table',
        query: `${ROWS}
| summarize FirstTime = min(CreatedDateTime), Known = countif(FirstSeen <= ago({Since})), Attempts = dcount(OriginalRequestId), Level = take_any(ResultRiskLevelNow) by ResultType
| where Known == 0
| top 500 by Attempts desc`,
      },
      {
        name: 'suppressed',
        title: ['Hidden by exclusions', '除外が隠しているもの'],
        visualization: 'table',
        query: `EntraSigninRisk(source="{Source}")
| where ResultRiskLevelNow in ("High", "Medium") and FirstSeen > ago({Since})
| join kind=leftanti (EntraSigninRisk(source="{Source}", rule="*") | project RecordId) on RecordId
| summarize Attempts = dcount(OriginalRequestId), Addresses = make_set(IPAddress, 5) by ${WHO}, ResultType
| top 500 by Attempts desc`,
      },
      {
        name: 'exclusions',
        title: ['Exclusions that end within 14 days', '14 日以内に期限の切れる除外'],
        visualization: 'table',
        query: `EntraRiskExclusions()
| where Active and isnotnull(ExpiresOn) and ExpiresOn < now() + 14d
| sort by ExpiresOn asc`,
      },
    ],
  },
  {
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
| extend LastRowLocal = LastRow + {Offset} * 1h
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
        query: `let days = toscalar(EntraSigninPipeline(source="{Source}") | summarize datetime_diff("hour", now(), min(TimeGenerated)) / 24.0);
datatable(Rule:string, BaselineDays:int)[${BASELINES}]
| extend DaysOfData = round(coalesce(days, 0.0), 1)
| extend State = iff(DaysOfData > BaselineDays - 1, "ready", "warming up")
| sort by BaselineDays asc, Rule asc`,
      },
    ],
  },
];
