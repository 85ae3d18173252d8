import type { ResultOutcome } from '../../core/catalogSchema.ts';
import type { DeadLetterReason, SkipReason } from '../../core/outcome.ts';
import type { SignInNote } from '../../core/signIn/signIn.ts';
import type { Language } from '../language.ts';

/** What a sentence about a sign-in is made of; all of it fit for a terminal. */
export interface Story {
  readonly time: string | undefined;
  readonly who: string;
  readonly what: string;
  readonly where: string | undefined;
  /** Undefined for a code that the catalog does not have. */
  readonly outcome: ResultOutcome | undefined;
  /** Empty for a record without a code. */
  readonly code: string;
}

export interface ExplainWords {
  readonly record: (number: number, file: string) => string;
  readonly standardInput: string;
  readonly meaning: string;
  readonly check: string;
  readonly notes: string;
  readonly columns: string;
  readonly noCode: string;
  readonly microsoftSays: (text: string) => string;
  readonly story: (story: Story) => string;
  readonly somebody: string;
  readonly servicePrincipal: (name: string) => string;
  readonly managedIdentity: (name: string) => string;
  readonly application: string;
  readonly resource: (name: string) => string;
  readonly alert: string;
  readonly note: Readonly<Record<SignInNote, string>>;
  readonly skipped: string;
  readonly deadLetter: string;
  readonly detail: string;
  readonly begins: string;
  readonly skip: Readonly<Record<SkipReason, string>>;
  readonly fault: Readonly<Record<DeadLetterReason, string>>;
}

export const EXPLAIN_WORDS: Readonly<Record<Language, ExplainWords>> = {
  en: {
    record: (number, file) => `Record ${number} of ${file}`,
    standardInput: 'standard input',
    meaning: 'What the code means',
    check: 'What to check next',
    notes: 'Notes',
    columns: 'The record, under the names of its columns (times in UTC)',
    noCode: 'The record holds no result code, so its level is Unknown.',
    microsoftSays: (text) => `The record itself says: ${text}`,
    story: ({ time, who, what, where, outcome, code }) =>
      [
        time === undefined ? 'At a time that the record does not hold,' : `At ${time} UTC,`,
        who,
        ACTS[outcome ?? 'unknown'].replace('{what}', () => what),
        where === undefined ? '' : `from ${where}`,
      ]
        .filter((part) => part !== '')
        .join(' ')
        .concat(code === '' ? '' : ENDS[outcome ?? 'unknown'].replace('{code}', () => code), '.'),
    somebody: 'somebody',
    servicePrincipal: (name) => `the service principal ${name}`,
    managedIdentity: (name) => `the managed identity ${name}`,
    application: 'an application',
    resource: (name) => `resource: ${name}`,
    alert: 'An alert goes out for this record, unless an alert policy suppresses it.',
    note: {
      'no-code': 'The record holds no result code.',
      'code-conflict':
        'resultType and status.errorCode are different codes; resultType is the one that counts.',
      'time-from-enqueued': 'The record holds no time; the row gets the time at which the hub got the event.',
      'new-category': 'A sign-in category that this tool does not know yet; it was read like the others.',
    },
    skipped: 'This record is left out: no row, no alert',
    deadLetter: 'This record becomes a dead letter: no retry can help',
    detail: 'Detail',
    begins: 'It begins with',
    skip: {
      'empty-body': 'The body holds no record.',
      'other-category': 'Its category is none of the sign-in logs.',
      'filtered-category': 'CATEGORIES leaves its category out.',
      'filtered-level': 'MIN_ROW_LEVEL leaves its level out.',
    },
    fault: {
      'not-json': 'It is not JSON.',
      'not-a-record': 'A sign-in record is an object, and this is none.',
      'too-deep': 'It is nested deeper than a record may be.',
      'not-a-sign-in': 'It is an object, but holds nothing of a sign-in.',
      'unreadable-properties': 'Its properties cannot be read, and most of the sign-in stands there.',
      'row-too-large': 'Its row is larger than a request to Log Analytics may be.',
      'internal-error': 'This tool failed on it; please report that.',
      refused: 'Log Analytics refused its row.',
      'unreadable-spill': 'It waited in blob storage, and its bytes are no longer what was written.',
      'body-too-large': 'Its body is larger than a message of the hub may be.',
    },
  },
  ja: {
    record: (number, file) => `${file} の ${number} 件目のレコード`,
    standardInput: '標準入力',
    meaning: 'コードの意味',
    check: '次に確認すること',
    notes: '補足',
    columns: 'レコードの内容 (列名ごと、時刻は UTC)',
    noCode: 'レコードに結果コードが無いため、レベルは Unknown。',
    microsoftSays: (text) => `レコードに記された説明: ${text}`,
    story: ({ time, who, what, where, outcome, code }) =>
      [
        time === undefined ? '時刻の無いレコード。' : `${time} (UTC)、`,
        `${who} が`,
        where === undefined ? '' : ` ${where} から`,
        ACTS_JA[outcome ?? 'unknown'].replace('{what}', () => what),
        code === ''
          ? '結果コードは記録されていない。'
          : ENDS_JA[outcome ?? 'unknown'].replace('{code}', () => code),
      ].join(''),
    somebody: '不明のユーザー',
    servicePrincipal: (name) => `サービス プリンシパル ${name}`,
    managedIdentity: (name) => `マネージド ID ${name}`,
    application: '不明のアプリケーション',
    resource: (name) => `リソース: ${name}`,
    alert: 'アラート ポリシーで抑止されない限り、このレコードのアラートが送信される。',
    note: {
      'no-code': 'レコードに結果コードが無い。',
      'code-conflict': 'resultType と status.errorCode が異なる。resultType の値を採用した。',
      'time-from-enqueued': 'レコードに時刻が無い。行の時刻はイベント ハブが受信した時刻になる。',
      'new-category': 'このツールがまだ知らないサインイン ログの種類。ほかの種類と同じように読み取った。',
    },
    skipped: 'このレコードは対象外で、行もアラートも作られない',
    deadLetter: 'このレコードは配信不能 (dead letter) になり、再試行しても救えない',
    detail: '詳細',
    begins: '先頭の内容',
    skip: {
      'empty-body': '本文にレコードが無い。',
      'other-category': 'サインイン ログ以外のカテゴリである。',
      'filtered-category': 'CATEGORIES の設定で除外されるカテゴリである。',
      'filtered-level': 'MIN_ROW_LEVEL の設定で除外されるレベルである。',
    },
    fault: {
      'not-json': 'JSON として読めない。',
      'not-a-record': 'オブジェクトではないため、サインインのレコードとして扱えない。',
      'too-deep': '入れ子が深すぎる。',
      'not-a-sign-in': 'サインインに当たる情報が何も含まれていない。',
      'unreadable-properties': 'サインインの内容を収めた properties が読めない。',
      'row-too-large': '行が Log Analytics への要求の上限を超える。',
      'internal-error': 'このツールの処理が失敗した。不具合として報告してほしい。',
      refused: 'Log Analytics が行を拒否した。',
      'unreadable-spill': 'Blob ストレージで再送を待つ間に内容が変わり、読めなくなった。',
      'body-too-large': '本文がイベント ハブのメッセージの上限を超える。',
    },
  },
};

type Ending = ResultOutcome | 'unknown';

const ACTS: Readonly<Record<Ending, string>> = {
  success: 'signed in to {what}',
  interrupt: 'began to sign in to {what}',
  failure: 'tried to sign in to {what}',
  unknown: 'made a sign-in request to {what}',
};

const ENDS: Readonly<Record<Ending, string>> = {
  success: ' (code {code})',
  interrupt: ', and was asked for a further step or a new sign-in (code {code})',
  failure: ', and was refused (code {code})',
  unknown: ', which ended with code {code}',
};

const ACTS_JA: Readonly<Record<Ending, string>> = {
  success: ' {what} にサインインした。',
  interrupt: ' {what} へのサインインを始めた。',
  failure: ' {what} へのサインインを試みた。',
  unknown: ' {what} へのサインインを要求した。',
};

const ENDS_JA: Readonly<Record<Ending, string>> = {
  success: '成功している (コード {code})。',
  interrupt: '追加の手順またはサインインのやり直しを求められた (コード {code})。',
  failure: '要求は拒否された (コード {code})。',
  unknown: '結果はコード {code}。',
};
