import type { Tab } from '../workbookItems.ts';
import { local, MEANINGS, ROWS, WHO } from './query.ts';

export const HANDOVER: Tab = {
  id: 'handover',
  title: ['Hand-over', '引き継ぎ'],
  about: [
    'What came since the time that you choose: new High sign-ins, codes that were not there before, what exclusions hide, exclusions that are about to end, and whether every category still has rows.',
    '選んだ時刻以降の変化です。新しい High、以前は無かったコード、除外が隠しているもの、期限の近い除外、各カテゴリに行が届いているかを示します。',
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
${local('FirstTime', 'LastTime')}
| top 500 by Attempts desc`,
    },
    {
      name: 'new codes',
      title: ['Codes that were not there before', '以前は無かったコード'],
      visualization: 'table',
      query: `${ROWS}
| summarize FirstTime = min(CreatedDateTime), Known = countif(FirstSeen <= ago({Since})), Attempts = dcount(OriginalRequestId), Level = take_any(ResultRiskLevelNow) by ResultType
| where Known == 0
${local('FirstTime')}
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
${local('ExpiresOn')}
| sort by ExpiresOn asc`,
    },
    {
      name: 'health since then',
      title: ['Rows since then', '以降の行'],
      visualization: 'table',
      query: `EntraSigninPipeline(source="{Source}")
| summarize Rows = countif(Ingested > ago({Since})), LastRow = max(Ingested), LastSignIn = max(CreatedDateTime) by Source, Category
| extend State = iff(Rows == 0, "silent", "alive")
${local('LastRow', 'LastSignIn')}
| sort by Rows asc`,
    },
  ],
};
