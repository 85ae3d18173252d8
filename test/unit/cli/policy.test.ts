import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../../src/cli/knowledge.ts';
import { LANGUAGES } from '../../../src/cli/language.ts';
import { toReport } from '../../../src/cli/policy/report.ts';
import { stateOf, tryPolicy } from '../../../src/cli/policy/trial.ts';
import { widthOf } from '../../../src/cli/text.ts';
import { type AlertPolicy, alertPolicySchema } from '../../../src/core/alert/policy.ts';
import { createEnricher } from '../../../src/core/enrich.ts';
import { FIXTURES, signIn } from '../core/support.ts';
import { plainScreen } from './support.ts';

const knowledge = await loadKnowledge([]);
const NOW = '2026-06-01T00:00:00Z';

async function* bodiesOf(records: readonly unknown[]) {
  for (const record of records) yield { bytes: Buffer.from(JSON.stringify(record)) };
}
const trialOf = (records: readonly unknown[], policy: AlertPolicy) =>
  tryPolicy(bodiesOf(records), alertPolicySchema.parse(policy), knowledge, NOW);

const at = (time: string, properties = {}) => signIn({ time }, properties);
const suppress = (conditions: Partial<AlertPolicy[number]> = {}): AlertPolicy[number] => ({
  action: 'suppress',
  reason: 'a test',
  ...conditions,
});

describe('a policy held against a log', () => {
  it('counts alerts with and without it, by rule, code and user', async () => {
    const records = [
      at('2026-03-04T09:00:00Z'),
      at('2026-03-04T10:00:00Z', { userPrincipalName: 'other@example.com' }),
      signIn({ resultType: '50011' }, { status: {} }),
      signIn({ resultType: '0' }, { status: {} }),
      { what: 'ever' },
    ];
    const policy: AlertPolicy = [
      suppress({ users: ['first.last@example.com'], codes: ['50126'] }),
      { action: 'send', reason: 'a test', codes: ['0'] },
      suppress({ codes: ['1'] }),
    ];
    const trial = await trialOf(records, policy);
    expect(trial).toMatchObject({
      records: 5,
      signIns: 4,
      without: 3,
      with: 3,
      suppressed: 1,
      added: 1,
      rules: [
        { matched: 1, sent: 0, suppressed: 1 },
        { matched: 1, sent: 1, suppressed: 0 },
        { matched: 0, sent: 0, suppressed: 0 },
      ],
    });
    expect(trial.others).toEqual(new Map([['not-a-sign-in', 1]]));
    expect(trial.suppressedByCode).toEqual(new Map([['50126', 1]]));
    expect(trial.suppressedByUser).toEqual(new Map([['first.last@example.com', 1]]));
    expect(trial.addedByCode).toEqual(new Map([['0', 1]]));
  });

  it('agrees with what the function does', async () => {
    const policy = [suppress({ categories: ['SignInLogs'] }), { ...suppress(), action: 'send' as const }];
    const enrich = createEnricher({
      ...knowledge,
      rowDetail: 'compact',
      minRowLevel: 'Low',
      alertPolicy: policy,
    });
    const position = { partition: '0', sequenceNumber: 1, enqueuedTime: NOW };
    const body = Buffer.from(JSON.stringify({ records: FIXTURES }));
    const outcomes = enrich({ body, position });
    const trial = await trialOf([{ records: FIXTURES }], policy);
    expect(trial.with).toBe(outcomes.filter(({ kind }) => kind === 'row-with-alert').length);
    expect(trial.suppressed).toBe(
      outcomes.filter((outcome) => 'suppressed' in outcome && outcome.suppressed).length,
    );
    expect(trial.with).toBeGreaterThan(0);
    expect(trial.suppressed).toBeGreaterThan(0);
  });

  it('expires rules by the times of the records', async () => {
    const records = [at('2026-03-04T09:00:00Z'), at('2026-03-04T11:00:00Z')];
    const rules = [
      suppress({ expires: '2026-03-04T09:00:00Z' }),
      suppress({ expires: '2026-03-04T10:00:00Z' }),
      suppress({ expires: '2026-03-05' }),
    ];
    const trial = await trialOf(records, rules);
    expect(trial.rules.map(({ suppressed }) => suppressed)).toEqual([0, 1, 1]);
    expect(rules.map((rule) => stateOf(rule, trial))).toEqual([
      'expired-before-log',
      'expired-during-log',
      'active',
    ]);
    expect(stateOf(suppress(), trial)).toBe('active');
  });

  it('holds a record without a time against now, and says so', async () => {
    const timeless = signIn({ time: undefined }, { createdDateTime: undefined });
    const rules = [suppress({ expires: NOW }), suppress({ expires: '2026-06-01T00:00:01Z' })];
    const trial = await trialOf([timeless], rules);
    expect(trial).toMatchObject({ withoutTime: 1, from: undefined, to: undefined });
    expect(trial.rules.map(({ suppressed }) => suppressed)).toEqual([0, 1]);
    expect(toReport(trial, rules, knowledge, 'en', plainScreen(100)).join(' ')).toContain(
      'held against now: 1',
    );
  });

  it.each(LANGUAGES)(
    'is told in lines that fit, without anything that a terminal obeys (%s)',
    async (language) => {
      const evil = '\u001b[31m\u202e長い'.repeat(30);
      const reason = '長い理由'.repeat(60);
      const policy = [suppress({ reason, expires: '2026-03-04' }), suppress({ reason })];
      const trial = await trialOf([signIn({}, { userPrincipalName: evil })], policy);
      for (const columns of [40, 80, 100]) {
        for (const line of toReport(trial, policy, knowledge, language, plainScreen(columns))) {
          expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }
    },
  );
});
