import type { ResultRiskLevel } from '../core/risk/classify.ts';

export const NOTIFY_LANGUAGES = ['en', 'ja'] as const;
export type NotifyLanguage = (typeof NOTIFY_LANGUAGES)[number];

/** The words around the catalog's texts. */
export interface NotifyWords {
  readonly level: Readonly<Record<ResultRiskLevel, string>>;
  readonly noCode: string;
  readonly nobody: string;
  readonly labels: Readonly<
    Record<'who' | 'application' | 'from' | 'when' | 'detail' | 'password' | 'row', string>
  >;
  readonly password: { readonly proven: string; readonly refused: string };
  readonly steps: string;
  /** Leads to the query that shows the rest of the attempt. */
  readonly attempt: string;
  /** Further alerts of the group are only counted until then. */
  readonly until: (time: string) => string;
  readonly readMore: string;
  readonly digest: (alerts: number) => string;
  readonly span: (first: string, last: string) => string;
  readonly count: (alerts: number) => string;
  readonly lastAt: (time: string) => string;
  readonly more: (groups: number, alerts: number) => string;
  /** Leads to the query for attempts that succeeded. */
  readonly succeeded: string;
}

export const NOTIFY_WORDS: Readonly<Record<NotifyLanguage, NotifyWords>> = {
  en: {
    level: { High: 'High', Medium: 'Medium', Low: 'Low', Unknown: 'Unknown' },
    noCode: 'no code',
    nobody: 'not told by the log',
    labels: {
      who: 'Who',
      application: 'Application',
      from: 'From',
      when: 'When',
      detail: 'Detail',
      password: 'Password',
      row: 'Row',
    },
    password: { proven: 'accepted', refused: 'refused' },
    steps: 'What to do',
    attempt: 'Did the attempt succeed later? It did if the last line is 0:',
    until: (time) => `More of the same user and code are counted until ${time}.`,
    readMore: 'Read more',
    digest: (alerts) => `${alerts} further sign-in${alerts === 1 ? '' : 's'}`,
    span: (first, last) => `from ${first} to ${last}`,
    count: (alerts) => `${alerts} ×`,
    lastAt: (time) => `, last ${time}`,
    more: (groups, alerts) =>
      `and ${alerts} more of ${groups} other pairs of user and code; the table has them all.`,
    succeeded: 'Attempts among them that succeeded later:',
  },
  ja: {
    level: { High: '高 (High)', Medium: '中 (Medium)', Low: '低 (Low)', Unknown: '不明 (Unknown)' },
    noCode: 'コードなし',
    nobody: 'ログに記載なし',
    labels: {
      who: 'ユーザー',
      application: 'アプリケーション',
      from: '接続元',
      when: '日時',
      detail: '詳細',
      password: 'パスワード',
      row: '行',
    },
    password: { proven: '確認済み', refused: '不一致または拒否' },
    steps: '対応',
    attempt: 'この試行が後で成功したかは、次のクエリの最後の行が 0 かどうかで分かる:',
    until: (time) => `${time} までは、同じユーザーとコードの分は件数だけを数える。`,
    readMore: '詳しく読む',
    digest: (alerts) => `その後のサインイン ${alerts} 件`,
    span: (first, last) => `${first} から ${last} まで`,
    count: (alerts) => `${alerts} 件`,
    lastAt: (time) => `、最後 ${time}`,
    more: (groups, alerts) =>
      `ほかにユーザーとコードの組が ${groups} 組、${alerts} 件。すべてテーブルにある。`,
    succeeded: 'このうち、後で成功した試行:',
  },
};
