// The items of an Azure Monitor workbook, as far as this one uses them.

/** Anything in a workbook's JSON. */
export type Item = Readonly<Record<string, unknown>>;

const WORKSPACES = 'microsoft.operationalinsights/workspaces';

/** A title that both kinds of readers understand. */
export type Title = readonly [en: string, ja: string];

/** `English / 日本語`: titles cannot be switched, so they say it twice. */
export function toTitle([en, ja]: Title): string {
  return `${en} / ${ja}`;
}

/** A query with its chart or table. */
export interface Tile {
  readonly name: string;
  readonly title: Title;
  readonly query: string;
  readonly visualization: 'table' | 'areachart' | 'barchart' | 'piechart' | 'tiles' | 'timechart';
  /** Columns of a table that are shown as a heat map. */
  readonly heat?: readonly string[];
  /** Percent of the width. */
  readonly width?: number;
}

export function toTile({ name, title, query, visualization, heat = [], width = 100 }: Tile): Item {
  return {
    type: 3,
    content: {
      version: 'KqlItem/1.0',
      query: query.trim(),
      size: visualization === 'table' ? 0 : 1,
      title: toTitle(title),
      noDataMessage: toTitle(['Nothing in this time range.', 'この期間にはありません。']),
      timeContextFromParameter: 'TimeRange',
      showExportToExcel: true,
      queryType: 0,
      resourceType: WORKSPACES,
      visualization,
      ...(visualization === 'tiles' && { tileSettings: TILES }),
      gridSettings: {
        filter: true,
        rowLimit: 500,
        formatters: heat.map((columnMatch) => ({
          columnMatch,
          formatter: 8,
          formatOptions: { palette: 'orangeRed' },
        })),
      },
    },
    customWidth: String(width),
    name,
  };
}

const TILES = {
  titleContent: { columnMatch: 'Name', formatter: 1 },
  leftContent: { columnMatch: 'Value', formatter: 12, formatOptions: { palette: 'auto' } },
  showBorder: true,
};

/** A text in the chosen language. */
export function toText(name: string, [en, ja]: Title): Item[] {
  return (['en', 'ja'] as const).map((language) => ({
    type: 1,
    content: { json: language === 'en' ? en : ja },
    conditionalVisibility: { parameterName: 'Language', comparison: 'isEqualTo', value: language },
    name: `${name} ${language}`,
  }));
}

/** One tab: its text, then its tiles. */
export interface Tab {
  readonly id: string;
  readonly title: Title;
  readonly about: Title;
  readonly tiles: readonly Tile[];
}

export function toTabs(tabs: readonly Tab[]): Item[] {
  const links = tabs.map(({ id, title }) => ({
    id: `tab-${id}`,
    cellValue: 'Tab',
    linkTarget: 'parameter',
    linkLabel: toTitle(title),
    subTarget: id,
    style: 'link',
  }));
  return [
    { type: 11, content: { version: 'LinkItem/1.0', style: 'tabs', links }, name: 'tabs' },
    ...tabs.map(({ id, about, tiles }) => ({
      type: 12,
      content: {
        version: 'NotebookGroup/1.0',
        groupType: 'editable',
        items: [...toText(`about ${id}`, about), ...tiles.map(toTile)],
      },
      conditionalVisibility: { parameterName: 'Tab', comparison: 'isEqualTo', value: id },
      name: id,
    })),
  ];
}

/** A choice of the reader's. */
export function toChoice(
  name: string,
  label: Title,
  values: readonly (readonly [value: string, label: string])[],
  chosen: string,
): Item {
  return {
    id: `parameter-${name}`,
    version: 'KqlParameterItem/1.0',
    name,
    label: toTitle(label),
    type: 2,
    isRequired: true,
    isGlobal: true,
    value: chosen,
    typeSettings: { additionalResourceOptions: [], showDefault: false },
    jsonData: JSON.stringify(
      values.map(([value, text]) => ({ value, label: text, ...(value === chosen && { selected: true }) })),
    ),
  };
}

/** The time range, which every query takes. */
export function toTimeRange(name: string, label: Title, hours: readonly number[], chosen: number): Item {
  return {
    id: `parameter-${name}`,
    version: 'KqlParameterItem/1.0',
    name,
    label: toTitle(label),
    type: 4,
    isRequired: true,
    isGlobal: true,
    value: { durationMs: chosen * 3_600_000 },
    typeSettings: {
      selectableValues: hours.map((count) => ({ durationMs: count * 3_600_000 })),
      allowCustom: true,
    },
  };
}

export function toParameters(parameters: readonly Item[]): Item {
  return {
    type: 9,
    content: {
      version: 'KqlParameterItem/1.0',
      crossComponentResources: ['value::selected'],
      parameters,
      style: 'pills',
      queryType: 0,
      resourceType: WORKSPACES,
    },
    name: 'parameters',
  };
}
