/** The words of the page on answering alerts in one language, besides the catalog's own texts. */
export interface RespondWords {
  readonly title: string;
  readonly intro: string;
  /** The steps that are the same for every code, each a Markdown text. */
  readonly first: readonly string[];
  readonly firstTitle: string;
  readonly storyTitle: string;
  readonly noiseTitle: string;
  readonly noise: string;
  readonly lookAt: string;
  readonly closeWhen: string;
  readonly escalateWhen: string;
  readonly administrator: string;
  readonly more: string;
  readonly catalogPage: string;
}

export const ENGLISH_RESPONSE: RespondWords = {
  title: 'An alert came: what to do',
  intro:
    'For whoever reads the queue `signin-alerts`, a notification made of it, or an incident of a rule. Each alert is one sign-in with a High-risk code; what the code means stands in the alert itself, in Japanese and English.',
  firstTitle: 'First, whichever code it is',
  first: [
    '**One or many?** Alerts with the same `id` are the same sign-in again. Many for one `who.UserId`, one `where.IPAddress` or one `what.AppId` are one case: work them together.',
    '**Did it end well?** Read the story below: is there a `0` for the same user after it, from the same address, in the same minutes? A user who retyped a password looks like that. A `0` from another address or client is what an attacker leaves.',
    '**Was the password right?** `data.passwordProven` true means that whoever it was knows the password.',
    '**Then the code**, below.',
  ],
  storyTitle:
    'The story around it, in Log Analytics (paste the `recordId` of the alert; without the functions of `infra/sentinel`, the line under `query` in the alert finds the row):',
  noiseTitle: 'If it is noise',
  noise:
    'A known scanner, a test account, an application under construction: leave it out by an [alert policy](packs.md) (alerts) or the watchlist `EntraRiskExclusions` (rules), both with a reason and an end, and see what that would have silenced first: `npm run cli -- policy POLICY.json --input FILE_OR_DIR`.',
  lookAt: 'Look at',
  closeWhen: 'Harmless, when',
  escalateWhen: 'Escalate, when',
  administrator: 'Then the administrator',
  more: 'Why this level, and where to read on',
  catalogPage: 'catalog.md',
};

export const JAPANESE_RESPONSE: RespondWords = {
  title: 'アラートが来たら',
  intro:
    'キュー `signin-alerts`、そこから作られた通知、またはルールのインシデントを受け取る人のためのページ。アラート 1 件は、リスクが High のコードが付いたサインイン 1 件である。コードの意味はアラート自身に日本語と英語で入っている。',
  firstTitle: 'どのコードでも、まず確かめること',
  first: [
    '**1 件か、多数か。** `id` が同じアラートは同じサインインの繰り返しである。`who.UserId`、`where.IPAddress`、`what.AppId` のどれかが同じものが並ぶなら 1 つの事案としてまとめて扱う。',
    '**その後どうなったか。** 下のクエリで前後を読む。同じユーザーに、同じアドレスから、数分のうちに `0` があるか。パスワードを打ち直した本人ならそう見える。別のアドレスや別のクライアントからの `0` は攻撃者が残す跡である。',
    '**パスワードは正しかったか。** `data.passwordProven` が true なら、操作した者はパスワードを知っている。',
    '**次に、コードごとの手順** (下記)。',
  ],
  storyTitle:
    '前後の流れを Log Analytics で読む (アラートの `recordId` を入れる。`infra/sentinel` の関数が無い環境では、アラートの `query` の 1 行で行が見つかる):',
  noiseTitle: 'ノイズだったら',
  noise:
    '既知のスキャナー、テスト用アカウント、構築中のアプリなどは、[アラート ポリシー](packs.ja.md) (アラート) またはウォッチリスト `EntraRiskExclusions` (ルール) で、理由と期限を付けて外す。その前に、何が消えるかを過去のログで確かめる: `npm run cli -- policy POLICY.json --input FILE_OR_DIR`。',
  lookAt: '確認すること',
  closeWhen: '無害と言えるのは',
  escalateWhen: 'エスカレーションするのは',
  administrator: '続いて管理者が行うこと',
  more: 'レベルの根拠と参考リンク',
  catalogPage: 'catalog.ja.md',
};
