import { describe, expect, it } from 'vitest';
import { describeUndelivered } from '../../../src/delivery/undelivered.ts';

const describeRows = (...undelivered: [count: number, answer: string][]) =>
  describeUndelivered(
    'rows',
    'Log Analytics',
    undelivered.map(([count, answer]) => ({ count, answer })),
  );

describe('describeUndelivered', () => {
  it('has nothing to say when all is delivered', () => {
    expect(describeRows()).toBeUndefined();
  });

  it('tells the same answer once, with the sum of what it kept', () => {
    expect(describeRows([700, 'status 503'], [650, 'status 503'])).toBe(
      'rows not sent to Log Analytics: 1,350 (status 503)',
    );
  });

  it('tells different answers apart, the most frequent first', () => {
    expect(describeRows([2, 'status 401'], [1, 'status 503'], [1, 'status 503'], [1, 'status 503'])).toBe(
      'rows not sent to Log Analytics: 5 (3 × status 503; 2 × status 401)',
    );
  });

  it('stays short when every answer is another one', () => {
    const answers = Array.from({ length: 100 }, (_, i): [number, string] => [1, `answer ${i}`]);
    expect(describeRows(...answers)).toBe(
      'rows not sent to Log Analytics: 100 (1 × answer 0; 1 × answer 1; 1 × answer 2; and 97 other answers)',
    );
  });
});
