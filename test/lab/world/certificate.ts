import { generate } from 'selfsigned';

/** A certificate in PEM, and its private key. */
export interface Certificate {
  readonly cert: string;
  readonly private: string;
}

/** A certificate of a host that vouches for itself. */
export function certificateOf(host: string): Promise<Certificate> {
  return generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
}
