import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a server that encrypts shows, and what its clients trust. */
export interface Certificates {
  /** The authority's own certificate, in PEM. */
  readonly ca: string;
  /** PKCS 12: the server's key, and its certificate for 127.0.0.1. */
  readonly keystore: string;
  readonly password: string;
}

/** Certificates of an authority of this folder's own; made once. Needs `openssl`. */
export async function certificatesIn(folder: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name);
  const made: Certificates = { ca: file('ca.pem'), keystore: file('server.p12'), password: 'sluice' };
  if (existsSync(made.keystore)) return made;
  await mkdir(folder, { recursive: true });
  await writeFile(file('names.cnf'), 'subjectAltName=IP:127.0.0.1');
  const fresh = ['-newkey', 'rsa:2048', '-nodes', '-subj'];
  const steps = [
    ['req', '-x509', ...fresh, '/CN=Sluice test authority', '-days', '30', '-keyout', file('ca.key'), '-out', made.ca],
    ['req', ...fresh, '/CN=127.0.0.1', '-keyout', file('server.key'), '-out', file('server.csr')],
    [
      ...['x509', '-req', '-in', file('server.csr'), '-CA', made.ca, '-CAkey', file('ca.key'), '-CAcreateserial'],
      ...['-days', '30', '-extfile', file('names.cnf'), '-out', file('server.pem')],
    ],
    [
      ...['pkcs12', '-export', '-in', file('server.pem'), '-inkey', file('server.key')],
      ...['-passout', `pass:${made.password}`, '-out', made.keystore],
    ],
  ];
  for (const step of steps) {
    await run('openssl', step).catch((cause: unknown) => {
      throw new Error('openssl cannot make certificates. Is it installed?', { cause });
    });
  }
  return made;
}
