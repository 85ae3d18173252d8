import { beforeAll, describe, expect, it } from 'vitest';
import { MFA } from '../../scripts/sentinel/scenarios/stage.ts';
import { clock } from '../../src/sandbox/generator/storyteller.ts';
import { catalog } from '../unit/catalogSupport.ts';
import { ask, one } from './support/ask.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { rowsOf } from './support/rows.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

describe('the ASIM parser', () => {
  it('maps every code of the catalog', () => {
    const rows = catalog.entries.flatMap(({ code }) =>
      one(Number(code)).map((row) => ({ ...row, RecordId: `record-${code}` })),
    );
    const found = ask(
      'vimAuthenticationEntraSigninRisk(categories=dynamic([])) | project EventOriginalUid, EventResult, EventResultDetails, EventSchemaVersion',
      rows,
    );
    expect(found).toHaveLength(53);
    for (const { code, facts } of catalog.entries)
      expect(found).toContainEqual({
        EventOriginalUid: `record-${code}`,
        EventResult: code === '0' ? 'Success' : 'Failure',
        EventResultDetails: facts.asimResultDetails ?? '',
        EventSchemaVersion: '0.1.4',
      });
  });

  it('leaves categories alone that Sentinel parses itself, and filters', () => {
    const rows = rowsOf((stage) => {
      stage.signIn(clock('12:00'), { user: stage.user(50) }, 50126);
      stage.signIn(clock('12:10'), { user: stage.user(50), category: 'ADFSSignInLogs' }, 0);
      stage.signIn(clock('13:00'), { user: stage.user(51) }, MFA);
    });
    const count = (call: string) => ask(`${call} | count`, rows)[0]?.['Count'];
    expect(count('ASimAuthenticationEntraSigninRisk()')).toBe(1);
    expect(count('ASimAuthenticationEntraSigninRisk(disabled=true)')).toBe(0);
    const all = 'vimAuthenticationEntraSigninRisk(categories=dynamic([])';
    expect(count(`${all})`)).toBe(3);
    expect(count(`${all}, eventresult="Failure")`)).toBe(1);
    expect(count(`${all}, username_has_any=dynamic(["user0051"]))`)).toBe(1);
    expect(count(`${all}, eventresultdetails_in=dynamic(["No such user or password"]))`)).toBe(1);
    expect(count(`${all}, eventtype_in=dynamic(["Logoff"]))`)).toBe(0);
    expect(count(`${all}, endtime=datetime(2026-11-16 12:30))`)).toBe(2);
  });
});
