import { generate } from 'selfsigned';

const DAY = 24 * 60 * 60 * 1000;

export interface Certificates {
  /** The certificate authority's certificate, PEM: what a client has to trust. */
  readonly ca: string;
  /** The server's certificate for 127.0.0.1 and localhost, PEM. */
  readonly cert: string;
  /** The server's private key, PEM (PKCS #8). */
  readonly key: string;
}

/**
 * Makes a certificate authority and a server certificate signed by it, for https on this machine only.
 * The authority's key is forgotten at once, so that nothing else can ever be signed in its name, and both
 * are valid for three days only: trusting it outside the sandbox by mistake does no lasting harm.
 * P-256 keys: some milliseconds, where RSA takes up to a second.
 */
export async function createCertificates(): Promise<Certificates> {
  // A day of grace before now: clocks of containers and virtual machines may run behind their host's.
  const common = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY),
    notAfterDate: new Date(Date.now() + 2 * DAY),
  } as const;
  const authority = await generate([{ name: 'commonName', value: 'entra-signin-risk sandbox authority' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { ca: authority.cert, cert: server.cert, key: server.private };
}
