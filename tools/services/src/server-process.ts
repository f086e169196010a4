import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 100;

/** Starts a process that outlives this one; what it prints goes to the end of `log`. @returns its id */
export function startDetached(command: string, args: readonly string[], cwd: string, log: string): Promise<number> {
  const output = openSync(log, 'a');
  const child = spawn(command, args, { cwd, detached: true, stdio: ['ignore', output, output] });
  return new Promise<number>((resolve, reject) => {
    child.on('error', (cause) => reject(new Error(`${command} cannot be started. Is it installed?`, { cause })));
    child.on('spawn', () => {
      child.unref();
      if (child.pid === undefined) reject(new Error(`${command} has no process id.`));
      else resolve(child.pid);
    });
  }).finally(() => closeSync(output));
}

/** True while the process lives and is the one that was started: a system gives ids of the dead to others. */
export function isRunning(pid: number, mark: string): boolean {
  try {
    return execFileSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' }).includes(mark);
  } catch {
    return false;
  }
}

/** Ends a process, at first politely, and waits until it is gone. A stopped one is woken to hear it. */
export async function stopProcess(pid: number, mark: string, patienceMilliseconds: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isRunning(pid, mark)) return;
    process.kill(pid, signal);
    process.kill(pid, 'SIGCONT');
    if (await until(patienceMilliseconds, () => Promise.resolve(!isRunning(pid, mark)))) return;
  }
  throw new Error(`Process ${pid} does not end.`);
}

/** Asks again and again. @returns false where the answer was never yes in time */
export async function until(milliseconds: number, ask: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!(await ask())) {
    if (performance.now() > end) return false;
    await sleep(POLL_MILLISECONDS);
  }
  return true;
}

/** The port where it is given and free, else another free one of the loopback. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (wanted === 0) reject(error);
      else freePort().then(resolve, reject);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error('There is no free port.')) : resolve(port)));
    });
  });
}

/** The last lines of a log, for an error. */
export function logEnd(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
