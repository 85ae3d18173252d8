import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toColumnsPage } from '../../scripts/columnsPage.ts';

it('docs/columns.md is what "npm run docs" writes', () => {
  const path = fileURLToPath(new URL('../../docs/columns.md', import.meta.url));
  expect(readFileSync(path, 'utf8')).toBe(toColumnsPage());
});
