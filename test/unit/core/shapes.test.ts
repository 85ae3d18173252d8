import { describe, expect, it } from 'vitest';
import { namedLocations, place, policiesInTheWay } from '../../../src/core/row/shapes.ts';
import { cutToBytes } from '../../../src/core/row/truncate.ts';
import { onlyRow, signIn, toEnricher } from './support.ts';

describe('place', () => {
  it.each([
    [0, 5],
    [5, 0],
    [90, 180],
    [-90, -180],
  ])('keeps latitude %d, longitude %d', (latitude, longitude) => {
    expect(place({ geoCoordinates: { latitude, longitude } })).toEqual({
      geoCoordinates: { latitude, longitude },
    });
  });

  it.each([
    [0, 0],
    [90.01, 0],
    [0, 180.01],
    ['1', 1],
  ])('knows no place at latitude %j, longitude %j', (latitude, longitude) => {
    expect(place({ geoCoordinates: { latitude, longitude } })).toBeUndefined();
  });
});

it('named locations have one name or several, without empty ones', () => {
  const trusted = { networkType: 'trustedNamedLocation', networkNames: ['Office', '', null, 'Lab'] };
  expect(namedLocations([trusted, null, 'x', { networkNames: 'Home' }])).toEqual([
    'Office, Lab (trusted)',
    'Home',
  ]);
});

it('a policy without a result is not in the way', () => {
  expect(policiesInTheWay([{ id: '1' }, { id: '2', result: 'failure' }, null, 'x'])).toEqual([
    { id: '2', result: 'failure' },
  ]);
});

it('a user without a principal name has the display name, one with it has not', () => {
  const named = onlyRow(signIn({}, { userPrincipalName: '', userDisplayName: 'A name' }));
  expect(named).toMatchObject({ UserDisplayName: 'A name' });
  const both = onlyRow(signIn({}, { userPrincipalName: 'user@example.com', userDisplayName: 'A name' }));
  expect(both).not.toHaveProperty('UserDisplayName');
});

it('all properties are in full rows alone', () => {
  expect(onlyRow(signIn({}), toEnricher({ rowDetail: 'full' }))).toHaveProperty('Properties');
  expect(onlyRow(signIn({}), toEnricher({ rowDetail: 'compact' }))).not.toHaveProperty('Properties');
});

it.each([
  ['日本', 6, '日本'],
  ['日本', 5, '日'],
  ['日本', 3, '日'],
  ['日本', 2, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['a😀', 4, 'a'],
  ['a😀', 5, 'a😀'],
  ['é', 1, ''],
  ['abc', 0, ''],
])('cutToBytes of %j to %i bytes is %j', (text, limit, expected) => {
  expect(cutToBytes(text, limit)).toBe(expected);
});
