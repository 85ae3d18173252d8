/**
 * Formats the Bicep files, says what the compiler and its linter think of them, and writes the snapshots anew
 * (`npm run infra`). `git diff infra` then shows what a change of a template changes in Azure. Tests hold all three.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { openBicep } from './bicep/compiler.ts';
import { EXAMPLE_SCOPE, listInfraFiles, toShortPath, toSnapshotPath } from './bicep/templates.ts';

const bicep = openBicep();
const problems = new Set<string>();
for (const file of [...listInfraFiles('.bicep'), ...listInfraFiles('.bicepparam')]) {
  const text = await bicep.format(file);
  if (text !== readFileSync(file, 'utf8')) writeFileSync(file, text);
}
for (const file of listInfraFiles('.bicep')) {
  for (const problem of (await bicep.build(file)).problems) problems.add(problem);
}
for (const problem of [...problems].sort()) console.log(problem.replace(/^[^(]+/, toShortPath));
if (problems.size === 0) {
  const files = listInfraFiles('.bicepparam');
  for (const file of files) {
    const snapshot = await bicep.snapshot(file, EXAMPLE_SCOPE);
    writeFileSync(toSnapshotPath(file), `${JSON.stringify(snapshot, null, 2)}\n`);
  }
  console.log(`every template is clean; ${files.length} snapshots`);
}
await bicep.close();
process.exitCode = problems.size === 0 ? 0 : 1;
