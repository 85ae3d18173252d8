import { CATEGORIES } from '../../src/core/signIn/category.ts';
import { TABS } from './tabs/all.ts';
import { type Item, toChoice, toParameters, toTabs, toText, toTimeRange } from './workbookItems.ts';

/** What the reader can choose; tests put these in the place of `{Name}`. */
export const CHOSEN: Readonly<Record<string, string>> = {
  Source: 'both',
  Language: 'en',
  Category: "'*'",
  Exclusions: '*',
  Offset: '9',
  Since: '12h',
};

const OFFSETS = [-10, -8, -7, -6, -5, -4, -3, 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12];

/** `infra/sentinel/workbook/EntraSigninRisk.json`: the workbook, ready for the gallery and for Bicep. */
export function toWorkbook(): string {
  const workbook = {
    version: 'Notebook/1.0',
    items: [
      ...toText('about', [
        '# Entra sign-in risk\nResult codes of Entra sign-ins with their meaning and risk.',
        '# Entra サインイン リスク\nEntra サインインの結果コードと、その意味とリスク。',
      ]),
      toParameters(parameters()),
      ...toTabs(TABS),
    ],
    fallbackResourceIds: [],
    fromTemplateId: 'sentinel-EntraSigninRisk',
    $schema: 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json',
  };
  return `${JSON.stringify(workbook, null, 2)}\n`;
}

function parameters(): Item[] {
  return [
    toTimeRange('TimeRange', ['Time range', '期間'], [4, 12, 24, 72, 168, 336, 720], 24),
    toChoice(
      'Language',
      ['Language', '言語'],
      [
        ['en', 'English'],
        ['ja', '日本語'],
      ],
      'en',
    ),
    toChoice(
      'Source',
      ['Tables', 'テーブル'],
      [
        ['both', 'EntraSigninRisk_CL + SigninLogs, ...'],
        ['custom', 'EntraSigninRisk_CL'],
        ['native', 'SigninLogs, ...'],
      ],
      'both',
    ),
    {
      ...toChoice(
        'Category',
        ['Category', 'カテゴリ'],
        CATEGORIES.map((name) => [name, name]),
        '*',
      ),
      multiSelect: true,
      quote: "'",
      delimiter: ',',
      value: ['value::all'],
      typeSettings: { additionalResourceOptions: ['value::all'], selectAllValue: '*', showDefault: false },
    },
    toChoice(
      'Exclusions',
      ['Exclusions', '除外'],
      [
        ['hidden', 'left out / 適用'],
        ['shown', 'shown / 表示'],
      ],
      'hidden',
    ),
    toChoice(
      'Offset',
      ['Local time', '現地時間'],
      OFFSETS.map((hours) => [String(hours), `UTC${hours < 0 ? '' : '+'}${hours}`]),
      '9',
    ),
    toChoice(
      'Since',
      ['Hand-over since', '引き継ぎの起点'],
      [
        ['8h', '8 h'],
        ['12h', '12 h'],
        ['1d', '24 h'],
        ['3d', '72 h'],
      ],
      '12h',
    ),
  ];
}
