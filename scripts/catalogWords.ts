import type {
  CatalogSources,
  PasswordProven,
  ResultFacts,
  ResultKind,
  ResultOutcome,
  SourceCoverage,
} from '../src/core/catalogSchema.ts';

/** The words of the catalog's page in one language, besides the catalog's own texts. */
export interface CatalogWords {
  readonly title: string;
  readonly intro: string;
  readonly columns: Readonly<Record<'code' | 'name' | 'level' | keyof JudgedFacts | 'summary', string>>;
  readonly kind: Readonly<Record<ResultKind, string>>;
  readonly outcome: Readonly<Record<ResultOutcome, string>>;
  readonly passwordProven: Readonly<Record<PasswordProven, string>>;
  readonly rationale: string;
  readonly analyst: string;
  readonly admin: string;
  readonly benignCauses: string;
  readonly maliciousSigns: string;
  readonly facts: string;
  /** The link to the reasons of the facts on the English page; absent there, where the reasons themselves stand. */
  readonly reasonsLink?: string;
  readonly fact: Readonly<Record<keyof ResultFacts['why'], string>>;
  readonly none: string;
  readonly sources: string;
  readonly coverage: Readonly<Record<SourceCoverage, string>>;
  readonly disagreement: string;
  readonly links: string;
  /** Between a label and what it says, and between two items. */
  readonly colon: string;
  readonly comma: string;
}

type JudgedFacts = Pick<ResultFacts, 'kind' | 'outcome' | 'passwordProven'>;

/** The four sources under the names they have, which are the same in both languages. */
export const SOURCE_NAMES: readonly [keyof Omit<CatalogSources, 'disagreement'>, string][] = [
  ['cloudbrothers', 'cloudbrothers.info'],
  ['microsoftLearn', 'Microsoft Learn'],
  ['github', 'GitHub'],
  ['loginErrorPage', 'login.microsoftonline.com/error'],
];

export const ENGLISH: CatalogWords = {
  title: 'Catalog of result codes',
  intro:
    'What each result code of a Microsoft Entra sign-in means, how risky it is and why, and what to do about it. Kind, outcome and "password proven" are the columns `ResultKind`, `ResultOutcome` and `PasswordProven` of a row.',
  columns: {
    code: 'code',
    name: 'name',
    level: 'level',
    kind: 'kind',
    outcome: 'outcome',
    passwordProven: 'password proven',
    summary: 'what happened',
  },
  kind: {
    credential: 'credential',
    mfa: 'MFA',
    conditionalAccess: 'Conditional Access',
    device: 'device',
    consent: 'consent',
    application: 'application set-up',
    tenantBoundary: 'tenant boundary',
    tokenLifetime: 'token lifetime',
    workload: 'workload',
    informational: 'informational',
  },
  outcome: { success: 'success', interrupt: 'interrupt', failure: 'failure' },
  passwordProven: { yes: 'yes', no: 'no', unknown: 'unknown', notApplicable: 'not applicable' },
  rationale: 'Why this level',
  analyst: 'What the analyst does',
  admin: 'What the administrator does',
  benignCauses: 'Common harmless causes',
  maliciousSigns: 'Signs of an attack',
  facts: 'Facts for rules',
  fact: {
    kind: 'kind',
    outcome: 'outcome',
    passwordProven: 'password proven',
    attack: 'ATT&CK',
    asimResultDetails: 'ASIM EventResultDetails',
    weight: 'weight (0 to 100)',
  },
  none: 'none',
  sources: 'Sources',
  coverage: { documents: 'explains it', lists: 'lists it without explanation', lacks: 'does not have it' },
  disagreement: 'Disagreement',
  links: 'Read on',
  colon: ': ',
  comma: ', ',
};

export const JAPANESE: CatalogWords = {
  title: '結果コードのカタログ',
  intro:
    'Microsoft Entra のサインインに付く結果コードごとに、意味、リスクのレベルとその根拠、取るべき対応をまとめる。種類、結末、パスワード確認は行の `ResultKind`、`ResultOutcome`、`PasswordProven` 列に当たる。ルール向けの判定の理由は英語のページにあり、各項目からリンクする。',
  columns: {
    code: 'コード',
    name: '名前',
    level: 'レベル',
    kind: '種類',
    outcome: '結末',
    passwordProven: 'パスワード確認',
    summary: '何が起きたか',
  },
  kind: {
    credential: '資格情報',
    mfa: 'MFA',
    conditionalAccess: '条件付きアクセス',
    device: 'デバイス',
    consent: '同意',
    application: 'アプリの構成',
    tenantBoundary: 'テナントの境界',
    tokenLifetime: 'トークンの有効期間',
    workload: 'ワークロード',
    informational: '情報',
  },
  outcome: { success: '成功', interrupt: '中断', failure: '失敗' },
  passwordProven: { yes: '済み', no: '拒否', unknown: '不明', notApplicable: '対象外' },
  rationale: 'このレベルの根拠',
  analyst: 'アナリストの対応',
  admin: '管理者の対応',
  benignCauses: 'よくある無害な原因',
  maliciousSigns: '攻撃の兆候',
  facts: 'ルール向けの判定',
  reasonsLink: '判定の理由 (英語)',
  fact: {
    kind: '種類',
    outcome: '結末',
    passwordProven: 'パスワード確認',
    attack: 'ATT&CK',
    asimResultDetails: 'ASIM EventResultDetails',
    weight: '重み (0 から 100)',
  },
  none: 'なし',
  sources: '出典',
  coverage: { documents: '説明あり', lists: '説明なしで掲載', lacks: '記載なし' },
  disagreement: '食い違い',
  links: '参考リンク',
  colon: ': ',
  comma: '、',
};
