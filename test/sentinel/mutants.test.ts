import { describe, expect, it } from 'vitest';
import { mutantsOf } from './mutation/mutants.ts';

const QUERY = `let frequency = 1h;
let minUsers = 3;
let window = 30m;
// Not 5 of them.
EntraSigninRisk(codes=dynamic(["50126", "0"]))
| where FirstSeen <= now() and Weight >= 10 and not(TrustedNetwork)
| summarize Users = dcount(UserId), Records = make_set(RecordId, 12), Story = "in 14 days" by IPAddress
| where Users >= minUsers`;

const changes = (kind: string) =>
  mutantsOf(QUERY).flatMap((mutant) => (mutant.kind === kind ? [`${mutant.line}: ${mutant.change}`] : []));

describe('the changes of a query', () => {
  it('are its thresholds and times, not what a comment or a text says, nor how long lists may get', () => {
    expect(changes('threshold')).toEqual([
      '2: 3 -> 2',
      '2: 3 -> 4',
      '3: 30m -> 15m',
      '3: 30m -> 60m',
      '6: 10 -> 9',
      '6: 10 -> 11',
    ]);
  });

  it('are its codes, conditions and comparisons', () => {
    expect(changes('code')).toEqual(['5: "50126",  -> nothing', '5: , "0" -> nothing']);
    expect(changes('condition')).toEqual([
      '6:  and Weight >= 10 -> nothing',
      '6:  and not(TrustedNetwork) -> nothing',
    ]);
    expect(changes('comparison')).toEqual(['6: >= -> >', '8: >= -> >']);
  });

  it('are made one at a time', () => {
    for (const { query } of mutantsOf(QUERY)) expect(query).not.toBe(QUERY);
    const [first] = mutantsOf(QUERY);
    expect(first?.query).toBe(QUERY.replace('minUsers = 3', 'minUsers = 2'));
  });
});
