import { expect, it } from 'vitest';
import { toOptions, USAGE } from '../../../src/sandbox/options.ts';

it('--once is accepted and changes nothing: the command ends when the logs are through', () => {
  const options = { inputs: ['samples'], samples: true, out: 'out', json: false };
  expect(toOptions(['--once'], 'samples')).toEqual(options);
  expect(toOptions([], 'samples')).toEqual(options);
  expect(USAGE).toContain('The command ends when the logs are through.');
});

it('several paths may follow one --input', () => {
  expect(toOptions(['--input', 'a.json', 'b', '--input', 'c', '--out', 'd', '--json'], 'samples')).toEqual({
    inputs: ['a.json', 'c', 'b'],
    samples: false,
    out: 'd',
    json: true,
  });
});
