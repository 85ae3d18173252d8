import { expect, it } from 'vitest';
import { toOptions, USAGE, UsageError } from '../../../src/sandbox/options.ts';

it('without --once the page is served, at the usual port', () => {
  const options = { inputs: ['samples'], samples: true, out: 'out', json: false, port: undefined };
  expect(toOptions(['--once'], 'samples')).toEqual({ ...options, once: true });
  expect(toOptions([], 'samples')).toEqual({ ...options, once: false });
  expect(USAGE).toContain('--once               without the page');
});

it('several paths may follow one --input', () => {
  expect(toOptions(['--input', 'a.json', 'b', '--input', 'c', '--out', 'd', '--json'], 'samples')).toEqual({
    inputs: ['a.json', 'c', 'b'],
    samples: false,
    out: 'd',
    json: true,
    once: false,
    port: undefined,
  });
});

it('a port is a number from 1 to 65535', () => {
  expect(toOptions(['--port', '8080'], 'samples')).toMatchObject({ port: 8080 });
  for (const port of ['0', '65536', '-1', '80a', '', '1e3'])
    expect(() => toOptions([`--port=${port}`], 'samples'), port).toThrow(UsageError);
});
