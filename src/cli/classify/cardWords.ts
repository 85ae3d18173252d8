import type { PasswordProven, ResultKind, ResultOutcome } from '../../core/catalogSchema.ts';
import type { ResultRiskLevel } from '../../core/risk/classify.ts';
import type { Language } from '../language.ts';

/** The words around the catalog's texts, as Microsoft's products name things. */
export interface CardWords {
  readonly level: Readonly<Record<ResultRiskLevel, string>>;
  readonly kind: Readonly<Record<ResultKind, string>>;
  readonly outcome: Readonly<Record<ResultOutcome, string>>;
  readonly passwordProven: Readonly<Record<PasswordProven, string>>;
  readonly labels: Readonly<
    Record<
      | 'kind'
      | 'outcome'
      | 'password'
      | 'happened'
      | 'analyst'
      | 'admin'
      | 'benign'
      | 'malicious'
      | 'sources'
      | 'links',
      string
    >
  >;
  readonly why: (level: ResultRiskLevel) => string;
  readonly fromPack: (id: string, reason: string) => string;
  readonly overridden: (level: ResultRiskLevel) => string;
  readonly documented: (name: string | undefined) => string;
  readonly undocumented: string;
  readonly notJudged: string;
  /** A pack that is not active gives this level. */
  readonly idlePack: (id: string, level: string) => string;
}

export const CARD_WORDS: Readonly<Record<Language, CardWords>> = {
  en: {
    level: { High: 'High', Medium: 'Medium', Low: 'Low', Unknown: 'Unknown' },
    kind: {
      credential: 'credential',
      mfa: 'multifactor authentication',
      conditionalAccess: 'Conditional Access',
      device: 'device',
      consent: 'consent',
      application: 'application set-up',
      tenantBoundary: 'tenant boundary',
      tokenLifetime: 'token lifetime',
      workload: 'workload identity',
      informational: 'informational',
    },
    outcome: { success: 'success', interrupt: 'interrupted', failure: 'failure' },
    passwordProven: {
      yes: 'accepted',
      no: 'refused',
      unknown: 'not told by the code',
      notApplicable: 'not involved',
    },
    labels: {
      kind: 'Kind',
      outcome: 'Outcome',
      password: 'Password',
      happened: 'What happened',
      analyst: 'What to do: analyst',
      admin: 'What to do: administrator',
      benign: 'Common benign causes',
      malicious: 'Malicious signs',
      sources: 'What the sources say',
      links: 'Links',
    },
    why: (level) => `Why ${level}`,
    fromPack: (id, reason) => `set by ${id}: ${reason}`,
    overridden: (level) => `The catalog says ${level}, for this reason:`,
    documented: (name) =>
      name === undefined
        ? 'Not in the catalog. Microsoft lists the code, without a name.'
        : `Not in the catalog. Microsoft documents it as ${name}.`,
    undocumented: 'Neither in the catalog nor among the codes that Microsoft lists; check the digits.',
    notJudged: 'This catalog has not judged its risk: look at the record itself and at the links.',
    idlePack: (id, level) => `The pack ${id} calls it ${level}: --pack ${id}`,
  },
  ja: {
    level: { High: '高 (High)', Medium: '中 (Medium)', Low: '低 (Low)', Unknown: '不明 (Unknown)' },
    kind: {
      credential: '資格情報',
      mfa: '多要素認証',
      conditionalAccess: '条件付きアクセス',
      device: 'デバイス',
      consent: '同意',
      application: 'アプリケーションの構成',
      tenantBoundary: 'テナントの境界',
      tokenLifetime: 'トークンの有効期間',
      workload: 'ワークロード ID',
      informational: '情報',
    },
    outcome: { success: '成功', interrupt: '中断', failure: '失敗' },
    passwordProven: {
      yes: '確認済み',
      no: '不一致または拒否',
      unknown: 'このコードだけでは不明',
      notApplicable: '対象外',
    },
    labels: {
      kind: '種類',
      outcome: '結果',
      password: 'パスワード',
      happened: '何が起きたか',
      analyst: '対応 (アナリスト)',
      admin: '対応 (管理者)',
      benign: 'よくある正当な原因',
      malicious: '攻撃が疑われる兆候',
      sources: '情報源による説明の違い',
      links: '参考',
    },
    why: (level) => `${level} とする理由`,
    fromPack: (id, reason) => `${id} による設定: ${reason}`,
    overridden: (level) => `カタログでは ${level}。その理由:`,
    documented: (name) =>
      name === undefined
        ? 'カタログに無いコード。Microsoft の一覧には番号だけが載っている。'
        : `カタログに無いコード。Microsoft の一覧での名前は ${name}。`,
    undocumented: 'カタログにも Microsoft の一覧にも無いコード。番号に誤りが無いか確認する。',
    notJudged: 'このカタログでは危険度を評価していない。レコードの内容と参考のページを確認する。',
    idlePack: (id, level) => `パック ${id} では ${level}: --pack ${id}`,
  },
};
