import type { Language } from '../language.ts';

export interface PolicyWords {
  readonly comma: string;
  /** `others`: what is no sign-in, as `reason count`; may be empty. */
  readonly log: (records: number, signIns: number, others: string) => string;
  readonly times: (from: string, to: string) => string;
  readonly timesUsed: (withoutTime: number) => string;
  readonly alerts: string;
  readonly without: string;
  readonly with: string;
  readonly suppressed: string;
  readonly added: string;
  readonly rules: string;
  readonly idle: string;
  readonly matched: (n: number) => string;
  readonly did: (n: number, action: 'send' | 'suppress') => string;
  readonly state: Readonly<Record<'expired-before-log' | 'expired-during-log', (expires: string) => string>>;
  readonly unruled: (alerts: number) => string;
  readonly suppressedCodes: string;
  readonly suppressedUsers: string;
  readonly addedCodes: string;
  readonly addedUsers: string;
  readonly noCode: string;
  readonly nobody: string;
  readonly more: (n: number) => string;
}

export const POLICY_WORDS: Readonly<Record<Language, PolicyWords>> = {
  en: {
    comma: ', ',
    log: (records, signIns, others) =>
      `Records: ${records}, of them sign-ins: ${signIns}${others === '' ? '' : ` (others: ${others})`}`,
    times: (from, to) => `Times: ${from} to ${to}`,
    timesUsed: (withoutTime) =>
      "Expiry is held against each record's own time; the function uses the time at which the hub got the event." +
      (withoutTime === 0 ? '' : ` Records without a time, held against now: ${withoutTime}.`),
    alerts: 'Alerts',
    without: 'without the policy',
    with: 'with the policy',
    suppressed: 'suppressed by it',
    added: 'added by it',
    rules: 'Rules, of which the first that matches decides',
    idle: 'never decided',
    matched: (n) => `decided ${n}`,
    did: (n, action) => (action === 'send' ? `alerts sent ${n}` : `alerts suppressed ${n}`),
    state: {
      'expired-before-log': (expires) => `expired ${expires}, before this log`,
      'expired-during-log': (expires) => `expired ${expires}, within this log`,
    },
    unruled: (alerts) => `Alerts sent without any rule, for High: ${alerts}`,
    suppressedCodes: 'Suppressed alerts by code',
    suppressedUsers: 'Suppressed alerts by user',
    addedCodes: 'Added alerts by code',
    addedUsers: 'Added alerts by user',
    noCode: 'no code in the record',
    nobody: 'no user in the record',
    more: (n) => `and ${n} more`,
  },
  ja: {
    comma: '、',
    log: (records, signIns, others) =>
      `レコード ${records} 件、うちサインイン ${signIns} 件${others === '' ? '' : ` (その他: ${others})`}`,
    times: (from, to) => `期間: ${from} から ${to}`,
    timesUsed: (withoutTime) =>
      'ルールの有効期限は各レコードの時刻と比べた。実際の関数はイベント ハブが受信した時刻と比べる。' +
      (withoutTime === 0 ? '' : `時刻の無いレコード ${withoutTime} 件は現在時刻と比べた。`),
    alerts: 'アラート',
    without: 'ポリシーなし',
    with: 'ポリシーあり',
    suppressed: '抑止',
    added: '追加',
    rules: 'ルール (最初に一致したものが決める)',
    idle: '一度も適用されず',
    matched: (n) => `適用 ${n} 件`,
    did: (n, action) => (action === 'send' ? `送信 ${n} 件` : `抑止 ${n} 件`),
    state: {
      'expired-before-log': (expires) => `${expires} に期限切れ (このログより前)`,
      'expired-during-log': (expires) => `${expires} に期限切れ (このログの途中)`,
    },
    unruled: (alerts) => `どのルールにも一致せず、High のため送信: ${alerts} 件`,
    suppressedCodes: '抑止されたアラート (コード別)',
    suppressedUsers: '抑止されたアラート (ユーザー別)',
    addedCodes: '追加されたアラート (コード別)',
    addedUsers: '追加されたアラート (ユーザー別)',
    noCode: 'レコードにコードが無い',
    nobody: 'レコードにユーザーが無い',
    more: (n) => `ほか ${n} 件`,
  },
};
