/** Writes the generated pages of `docs/` (`npm run docs`). A test fails when a page is stale. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toColumnsPage } from './columnsPage.ts';

writeFileSync(fileURLToPath(new URL('../docs/columns.md', import.meta.url)), toColumnsPage());
