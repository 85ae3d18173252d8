import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileKernel, KERNEL_CODE_FILE } from '../../../../scripts/kernel.ts';
import { FACTS, slotOf } from '../../../../src/core/skim/members.ts';
import { startTestKernel } from './support.ts';

describe('the kernel', () => {
  it('is what its sources make (npm run kernel)', async () => {
    expect(readFileSync(KERNEL_CODE_FILE, 'utf8')).toBe(await compileKernel());
  }, 60_000);

  it('reads facts from the slots that they are in', () => {
    const { TIME, CATEGORY, RESULT_TYPE, PROPERTIES, CREATED, ID, STATUS, ERROR_CODE } = startTestKernel();
    expect(FACTS.map(slotOf)).toEqual([
      TIME,
      CATEGORY,
      RESULT_TYPE,
      PROPERTIES,
      CREATED,
      ID,
      STATUS,
      ERROR_CODE,
    ]);
  });

  it('has all of its memory, with room behind it', () => {
    const { memory, ROW_END, SLACK } = startTestKernel();
    expect(memory.length).toBeGreaterThanOrEqual(ROW_END + SLACK);
  });
});
