import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** OPTIONS, the one request that a server answers before a login (CQL binary protocol v4, "4.1.3. OPTIONS"). */
const OPTIONS = Buffer.from([4, 0, 0, 0, 5, 0, 0, 0, 0]);
const SUPPORTED = 6;
const OPCODE = 4;

/**
 * True where a CQL server answers at this address of the loopback, whoever may log in there.
 * @param ca  PEM of the authority whose certificate it must show; without it the connection is not encrypted
 */
export function answersCql(host: string, port: number, ca?: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const ask = (): boolean => socket.write(OPTIONS);
    const socket: Socket = ca === undefined ? connect(port, host, ask) : connectTls({ port, host, ca }, ask);
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(2_000, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    socket.once('data', (bytes) => answer(bytes[OPCODE] === SUPPORTED));
  });
}
