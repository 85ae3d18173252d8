import { readFileSync } from 'node:fs';
import { catalogSchema } from '../src/core/catalogSchema.ts';
import { toCatalogPage } from './catalogPage.ts';
import { toColumnsBicep } from './columnsBicep.ts';
import { toColumnsPage } from './columnsPage.ts';
import { toCatalogFunction } from './kqlFunctionPage.ts';
import { toParametersPage } from './parametersPage.ts';
import { toRespondPage } from './respondPage.ts';
import { toDetectionsPage } from './sentinel/detectionsPage.ts';
import { toWorkbook } from './sentinel/workbook.ts';

/** A generated file: its path from the repository's root, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Every generated file that is committed. */
export function toPages(): Page[] {
  const catalog = catalogSchema.parse(
    JSON.parse(readFileSync(new URL('../data/catalog.json', import.meta.url), 'utf8')),
  );
  return [
    { path: 'docs/columns.md', text: toColumnsPage() },
    {
      path: 'docs/parameters.md',
      text: toParametersPage(readFileSync(new URL('../infra/main.bicep', import.meta.url), 'utf8')),
    },
    { path: 'infra/modules/columns.bicep', text: toColumnsBicep() },
    { path: 'docs/catalog.md', text: toCatalogPage(catalog, 'en') },
    { path: 'docs/catalog.ja.md', text: toCatalogPage(catalog, 'ja') },
    { path: 'docs/respond.md', text: toRespondPage(catalog, 'en') },
    { path: 'docs/respond.ja.md', text: toRespondPage(catalog, 'ja') },
    { path: 'infra/sentinel/functions/EntraResultTypeCatalog.kql', text: toCatalogFunction(catalog) },
    { path: 'docs/detections.md', text: toDetectionsPage() },
    { path: 'infra/sentinel/workbook/EntraSigninRisk.json', text: toWorkbook() },
  ];
}
