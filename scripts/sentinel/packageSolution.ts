/**
 * Writes the content in the layout of a public Sentinel solution to a folder (`npm run solution -- FOLDER`), by default
 * dist/sentinel. Set the publisher's data there, or in the environment: PUBLISHER_ID, PUBLISHER_NAME, PUBLISHER_EMAIL,
 * PUBLISHER_LINK, PUBLISH_DATE (yyyy-MM-dd).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toSolution } from './solution.ts';

const { env } = process;
const target = process.argv[2] ?? 'dist/sentinel';
const files = toSolution({
  publisherId: env['PUBLISHER_ID'] ?? 'example',
  name: env['PUBLISHER_NAME'] ?? 'Example',
  email: env['PUBLISHER_EMAIL'] ?? 'support@example.com',
  link: env['PUBLISHER_LINK'] ?? 'https://example.com',
  date: env['PUBLISH_DATE'] ?? '2026-11-26',
});
for (const { path, text } of files) {
  const file = join(target, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(`${files.length} files in ${target}`);
