import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernel, KERNEL_CODE_FILE } from '../../../../scripts/kernel.ts';

it('the compiled kernel is what its sources make (npm run kernel)', async () => {
  expect(readFileSync(KERNEL_CODE_FILE, 'utf8')).toBe(await compileKernel());
}, 60_000);
