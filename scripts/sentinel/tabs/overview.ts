import type { Tab } from '../workbookItems.ts';
import { local, MEANINGS, ROWS } from './query.ts';

/** The hours of the day, each as a column. */
const HOURS = Array.from({ length: 24 }, (_, hour) => ({ name: `H${String(hour).padStart(2, '0')}`, hour }));

export const OVERVIEW: Tab = {
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
};

export const CODES: Tab = {
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
${local('LastTime')}
| project ResultType, Name, Level, LevelAsIngested, Attempts, Users, TotalWeight, Meaning, LookAt, LastTime, LastTimeLocal
| top 500 by TotalWeight desc`,
    },
    {
      name: 'codes by hour',
      title: ['Codes by hour of the day', 'コードと時間帯'],
      visualization: 'table',
      heat: HOURS.map(({ name }) => name),
      query: `${ROWS}
| where ResultType != "0"
| extend Hour = datetime_part("hour", CreatedDateTime + {Offset} * 1h)
| summarize Attempts = dcount(OriginalRequestId), ${HOURS.map(({ name, hour }) => `${name} = dcountif(OriginalRequestId, Hour == ${hour})`).join(', ')} by ResultType
| top 500 by Attempts desc`,
    },
  ],
};
