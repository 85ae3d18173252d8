import tls from 'node:tls';

/**
 * Makes this process trust a certificate authority, besides those that it trusts already, for every TLS
 * connection opened from now on. The SDK clients are the product's own and carry no TLS settings, so trust
 * has to be a matter of the process that the sandbox runs in.
 * @param ca the authority's certificate, PEM
 * @throws where Node.js is too old to have `tls.setDefaultCACertificates`
 */
export function trustCertificate(ca: string): void {
  if (typeof tls.setDefaultCACertificates !== 'function') {
    throw new Error(
      `Node.js ${process.versions.node} cannot be told to trust the sandbox's certificates: ` +
        'run it with 24.5 or later, or with 22.19 or later of line 22.',
    );
  }
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
}
