import { connect } from 'node:net';

/** OPTIONS, the one request that a server answers before a login (CQL binary protocol v4, "4.1.3. OPTIONS"). */
const OPTIONS = Buffer.from([4, 0, 0, 0, 5, 0, 0, 0, 0]);
const SUPPORTED = 6;
const OPCODE = 4;

/** True where a CQL server answers at this port of the loopback, whoever may log in there. */
export function answersCql(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(OPTIONS));
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
