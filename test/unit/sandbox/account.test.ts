import { describe, expect, it } from 'vitest';
import { findGaps } from '../../../src/sandbox/account.ts';
import { conclude } from '../../../src/sandbox/conclude.ts';
import type { RunResult } from '../../../src/sandbox/run.ts';
import { runOfTen } from './support.ts';

const { report, arrived } = runOfTen();

describe('gaps', () => {
  it('there are none when everything adds up', () => {
    expect(findGaps(runOfTen())).toEqual([]);
  });

  it.each<[string, Partial<RunResult>, string]>([
    ['an event that was not processed', { sent: 5 }, '5 events sent, but 4 processed'],
    ['an event that was processed twice', { sent: 3 }, '3 events sent, but 4 processed'],
    ['a record without outcome', { report: { ...report, records: 11 } }, '11 records, but 10 outcomes'],
    ['a record with two outcomes', { report: { ...report, skipped: 3 } }, '10 records, but 11 outcomes'],
    ['a row that did not arrive', { arrived: { ...arrived, rows: 5 } }, '6 rows reported, but 5 arrived'],
    ['a row that arrived twice', { arrived: { ...arrived, rows: 7 } }, '6 rows reported, but 7 arrived'],
    [
      'an alert that did not arrive',
      { arrived: { ...arrived, alerts: 1 } },
      '2 alerts reported, but 1 arrived',
    ],
    [
      'a dead letter that did not arrive',
      { arrived: { ...arrived, deadLetters: 0 } },
      '1 deadLetters reported, but 0 arrived',
    ],
  ])('%s', (_, more, gap) => {
    expect(findGaps(runOfTen(more))).toEqual([gap]);
  });

  it('after a repeat more may have come than was sent or reported, and never less', () => {
    const retries = 1;
    const more = { rows: 12, alerts: 4, deadLetters: 2 };
    expect(findGaps(runOfTen({ retries, sent: 3, arrived: more }))).toEqual([]);
    const less = { rows: 5, alerts: 1, deadLetters: 0 };
    expect(findGaps(runOfTen({ retries, sent: 5, arrived: less }))).toHaveLength(4);
  });
});

describe('the end of a run', () => {
  async function end(more: Partial<RunResult>, json: boolean) {
    let stdout = '';
    let stderr = '';
    const code = await conclude(runOfTen(more), {
      json,
      files: 1,
      color: false,
      width: 140,
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
    });
    return { code, stdout, stderr };
  }

  it('has exit code 0 when every record is accounted for', async () => {
    expect(await end({}, false)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('all 10 records accounted for'),
    });
    expect(await end({}, true)).toEqual({
      code: 0,
      stdout: `${JSON.stringify(report, null, 2)}\n`,
      stderr: '',
    });
  });

  it('has exit code 1 and says what is missing when one is not', async () => {
    expect(await end({ sent: 5 }, false)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('NOT every record is accounted for: 5 events sent, but 4 processed'),
    });
    expect(await end({ sent: 5 }, true)).toMatchObject({
      code: 1,
      stderr: 'Not accounted for: 5 events sent, but 4 processed\n',
    });
  });

  it('writes summary.json also then', async () => {
    const written: object[] = [];
    const { files } = runOfTen();
    const writeSummary = async (summary: object) => void written.push(summary);
    await end({ sent: 5, files: { ...files, writeSummary } }, false);
    expect(written).toEqual([report]);
  });
});
