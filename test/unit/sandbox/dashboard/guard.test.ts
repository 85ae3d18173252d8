import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { findIntrusion, MARK_HEADER } from '../../../../src/sandbox/dashboard/guard.ts';

const PORT = 7300;
const OWN = `127.0.0.1:${PORT}`;

function check(headers: Record<string, string>, method = 'GET', url = '/api/overview') {
  return findIntrusion({ method, url, headers } as unknown as IncomingMessage, PORT);
}

const visit = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('a request is the dashboard’s own', () => {
  it.each([
    ['by its address', { host: OWN }],
    ['by the name localhost', { host: `localhost:${PORT}`, origin: `http://localhost:${PORT}` }],
    ['from its own page', { host: OWN, origin: `http://${OWN}`, 'sec-fetch-site': 'same-origin' }],
    ['typed into the browser', { host: OWN, 'sec-fetch-site': 'none' }],
  ])('%s', (_, headers) => {
    expect(check(headers)).toBeUndefined();
    expect(check({ ...headers, [MARK_HEADER]: 'x' }, 'POST')).toBeUndefined();
  });

  it('when somebody follows a link to the page, but to nothing else', () => {
    const headers = { host: OWN, 'sec-fetch-site': 'cross-site', ...visit };
    expect(check(headers, 'GET', '/')).toBeUndefined();
    expect(check(headers, 'GET', '/api/overview')).toMatch('another site');
    expect(check(headers, 'POST', '/')).toMatch('another site');
    expect(check({ ...headers, 'sec-fetch-dest': 'iframe' }, 'GET', '/')).toMatch('another site');
  });
});

describe('a request is refused', () => {
  it.each([
    ['with a name that points to this machine', { host: `attacker.example:${PORT}` }, 'the host is not'],
    ['with another port of this machine as host', { host: '127.0.0.1:1' }, 'the host is not'],
    ['without a host', {}, 'the host is not'],
    ['with a host that begins like its own', { host: `${OWN}.attacker.example` }, 'the host is not'],
    ['from another origin', { host: OWN, origin: 'https://attacker.example' }, 'another origin'],
    ['from a file or a sandboxed frame', { host: OWN, origin: 'null' }, 'another origin'],
    ['from another port of this machine', { host: OWN, origin: 'http://127.0.0.1:8080' }, 'another origin'],
    ['from another scheme', { host: OWN, origin: `https://${OWN}` }, 'another origin'],
    ['from another site without an origin', { host: OWN, 'sec-fetch-site': 'cross-site' }, 'another site'],
    ['from another port without an origin', { host: OWN, 'sec-fetch-site': 'same-site' }, 'another site'],
  ])('%s', (_, headers, reason) => {
    expect(check(headers as Record<string, string>)).toMatch(reason);
  });

  it('when it would change something and does not carry the mark, as a form of any site cannot', () => {
    const headers = { host: OWN, origin: `http://${OWN}` };
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(check(headers, method), method).toMatch(MARK_HEADER);
  });
});
