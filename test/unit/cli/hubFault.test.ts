import { MessagingError } from '@azure/event-hubs';
import { describe, expect, it } from 'vitest';
import { namesOf, toAddress } from '../../../src/cli/hub/address.ts';
import { toHubError, toHubFault } from '../../../src/cli/hub/fault.ts';
import { HubError } from '../../../src/cli/hub/hubError.ts';

/** What the SDK makes of the service's answer: its codes are the SDK's own names of AMQP's conditions. */
const amqp = (code: string, description: string) => Object.assign(new MessagingError(description), { code });

describe('what an error of Event Hubs means', () => {
  it.each([
    ['UnauthorizedError', 'right', /Azure Event Hubs Data Receiver/],
    ['MessagingEntityNotFoundError', 'missing', /EVENT_HUB_NAME/],
    ['ReceiverDisconnectedError', 'taken', /another one/],
    ['QuotaExceededError', 'taken', /another one/],
    ['ServerBusyError', 'busy', /throughput units/],
    ['SomethingNewError', 'other', /see what was answered/],
  ])('%s', (code, kind, todo) => {
    const fault = toHubFault(amqp(code, 'Said the service.'));
    expect(fault).toMatchObject({ kind, todo: expect.stringMatching(todo) });
    expect(fault.found).toMatch(/^\w+: Said the service\.$/);
  });

  it.each([
    ['ENOTFOUND', 'name'],
    ['ECONNREFUSED', 'network'],
    ['ETIMEDOUT', 'network'],
  ])('%s of the system', (code, kind) => {
    const error = Object.assign(new Error(`connect ${code}`), { name: 'MessagingError', code });
    expect(toHubFault(error).kind).toBe(kind);
    // After its retries the SDK throws all of them at once.
    expect(toHubFault(new AggregateError([new Error('first'), error])).kind).toBe(kind);
  });

  it('no token', () => {
    const error = Object.assign(new Error('no way\nand more'), { name: 'CredentialUnavailableError' });
    expect(toHubFault(error)).toMatchObject({ kind: 'token', found: 'no token, no way' });
  });

  it('no token, by the one way of signing in that was there', () => {
    const missing = Object.assign(new Error('EnvironmentCredential is unavailable'), {
      name: 'CredentialUnavailableError',
    });
    const failed = Object.assign(new Error('AADSTS50173: expired'), { name: 'AuthenticationError' });
    const all = (...errors: Error[]) =>
      Object.assign(new Error('ChainedTokenCredential authentication failed.'), {
        name: 'AggregateAuthenticationError',
        errors,
      });
    expect(toHubFault(all(missing, failed)).found).toBe('no token, AADSTS50173: expired');
    expect(toHubFault(all(missing, missing)).found).toBe('no token, nobody is signed in');
  });

  it('is one safe line, whatever the service says', () => {
    const { found } = toHubFault(
      amqp('MessagingEntityNotFoundError', `\u001b[31m\u202e${'x'.repeat(500)}\nTrackingId:1`),
    );
    expect(found).toMatch(/^MessagingEntityNotFoundError: \ufffd\[31m\ufffdx+$/);
    expect(found.length).toBeLessThan(340);
  });

  it('a bug stays a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(() => toHubFault(bug)).toThrow(bug);
    expect(() => toHubError('text', 'the hub')).toThrow('text');
  });

  it('is told once', () => {
    const told = new HubError('told');
    expect(toHubError(told, 'the hub')).toBe(told);
    expect(toHubError(amqp('MessagingEntityNotFoundError', 'Gone.'), 'the hub x').message).toMatch(
      /^the hub x: .*Gone\.; check/,
    );
  });
});

describe('which hub is meant', () => {
  const options = { namespace: '--namespace', hub: '--hub', variable: 'VARIABLE' };
  const nothing = { namespace: undefined, hub: undefined, connectionString: undefined, options };
  const key = 'SharedAccessKeyName=n;SharedAccessKey=sEcrEt';
  const settings = {
    EVENT_HUB_NAME: 'sign-ins',
    EventHubConnection__fullyQualifiedNamespace: 'evhns-example.servicebus.windows.net',
  };

  it('the settings, and before them what is named', () => {
    expect(toAddress(namesOf(settings, nothing))).toEqual({
      namespace: 'evhns-example.servicebus.windows.net',
      hub: 'sign-ins',
      connectionString: undefined,
    });
    const named = { ...nothing, namespace: 'other.servicebus.windows.net', hub: 'h' };
    expect(toAddress(namesOf({ ...settings, EventHubConnection: `Endpoint=sb://x/;${key}` }, named))).toEqual(
      {
        namespace: 'other.servicebus.windows.net',
        hub: 'h',
        connectionString: undefined,
      },
    );
  });

  it('a connection string, which may name the hub itself', () => {
    const connectionString = `Endpoint=sb://ns.example.com/;${key};EntityPath=inside`;
    expect(toAddress(namesOf({}, { ...nothing, connectionString }))).toMatchObject({
      namespace: 'ns.example.com',
      hub: 'inside',
    });
  });

  it.each([
    [{}, /which hub\?/],
    [{ namespace: 'a b', hub: 'h' }, /must be a host name/],
    [{ connectionString: `Endpoint=sb://ns.example.com/;${key}` }, /which hub\? Name it with --hub/],
    [{ connectionString: key }, /what VARIABLE holds is no connection string/],
  ])('%j is not enough, and no secret is told', (names, message) => {
    let told = '';
    try {
      toAddress({ ...nothing, ...names });
    } catch (error) {
      told = String(error);
    }
    expect(told).toMatch(message);
    expect(told).not.toContain('sEcrEt');
  });
});
