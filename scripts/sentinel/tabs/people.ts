import type { Tab } from '../workbookItems.ts';
import { local, MEANINGS, ROWS } from './query.ts';

export const PEOPLE: Tab = {
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
${local('LastTime')}
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
${local('LastTime')}
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
${local('In', 'FirstTime')}
| top 500 by TotalWeight desc`,
    },
    {
      name: 'password proven',
      title: ['Right password, stopped', 'パスワードは正しいが止められたもの'],
      visualization: 'table',
      query: `${ROWS}
| where PasswordProven and ResultType != "0"
| summarize Attempts = dcount(OriginalRequestId), Codes = make_set(ResultType, 20), Addresses = make_set(IPAddress, 10), LastTime = max(CreatedDateTime) by UserId, UserPrincipalName, AutonomousSystemNumber
${local('LastTime')}
| top 500 by Attempts desc`,
    },
  ],
};

export const WORKLOADS: Tab = {
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
${local('LastTime')}
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
};
