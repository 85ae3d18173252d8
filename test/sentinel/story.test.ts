import { beforeAll, describe, expect, it } from 'vitest';
import { Stage, toTableRows } from '../../scripts/sentinel/scenarios/stage.ts';
import { mfaFatigue } from '../../src/sandbox/generator/stories/mfaFatigue.ts';
import { catalog } from '../unit/catalogSupport.ts';
import { ask } from './support/ask.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

describe('the story', () => {
  const stage = new Stage();
  mfaFatigue.tell(stage.teller);
  const rows = toTableRows(stage.teller.records());

  it('tells a user’s sign-ins in order, with meaning and advice in either language', () => {
    const [english, japanese] = ['en', 'ja'].map((language) =>
      ask(`EntraSigninStory("user0042@example.com", "${language}")`, rows),
    );
    expect(english).toHaveLength(17);
    const times = english?.map(({ CreatedDateTime }) => String(CreatedDateTime)) ?? [];
    expect(times).toEqual(times.toSorted());
    const entry = catalog.entries.find(({ code }) => code === '500121');
    expect(english?.find(({ ResultType }) => ResultType === '500121')).toMatchObject({
      Meaning: entry?.summary.en,
      LookAt: entry?.remediation.analyst[0]?.en,
    });
    expect(japanese?.find(({ ResultType }) => ResultType === '500121')).toMatchObject({
      Meaning: entry?.summary.ja,
    });
  });

  it('tells the whole attempt that a record belongs to', () => {
    const record = rows.find(({ ResultType }) => ResultType === '500121');
    const found = ask(
      `EntraSigninStory("${String(record?.['RecordId'])}") | distinct OriginalRequestId, ResultType`,
      rows,
    );
    expect(found).toContainEqual({ OriginalRequestId: record?.['OriginalRequestId'], ResultType: '50074' });
    expect(ask('EntraSigninStory("no such record")', rows)).toEqual([]);
  });
});
