import { X509Certificate } from 'node:crypto';
import { get } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificates, createCertificates } from '../../src/sandbox/certificates.ts';
import { type LogsIngestionEndpoint, startLogsIngestion } from '../../src/sandbox/logsIngestion/endpoint.ts';
import { trustCertificate } from '../../src/sandbox/trust.ts';

let certificates: Certificates;
let endpoint: LogsIngestionEndpoint;

beforeAll(async () => {
  certificates = await createCertificates();
  endpoint = await startLogsIngestion({ ...certificates, ruleId: 'dcr-1', streams: {}, onRows: () => {} });
});

afterAll(() => endpoint.close());

function status(): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(endpoint.endpoint, (response) => resolve(response.resume().statusCode)).once('error', reject);
  });
}

describe('the certificates', () => {
  it('name this machine, are signed by their authority and valid for days only', () => {
    const server = new X509Certificate(certificates.cert);
    const authority = new X509Certificate(certificates.ca);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkHost('example.com')).toBeUndefined();
    expect(server.verify(authority.publicKey)).toBe(true);
    expect({ authority: authority.ca, server: server.ca }).toEqual({ authority: true, server: false });
    expect(server.validFromDate.getTime()).toBeLessThan(Date.now());
    expect(server.validToDate.getTime() - Date.now()).toBeLessThan(3 * 24 * 60 * 60 * 1000);
  });

  it('are refused until their authority is trusted', async () => {
    await expect(status()).rejects.toThrow('unable to verify the first certificate');
    trustCertificate(certificates.ca);
    expect(await status()).toBe(404);
  });
});
