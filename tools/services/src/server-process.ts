import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
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

const LOWEST_PORT = 20_000;
/** From here on systems give ports to those who connect: such a one may be taken when its server comes back. */
const FIRST_EPHEMERAL_PORT = 32_768;

/** A port of the loopback that is free, and that a server which stops can have again. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(LOWEST_PORT, FIRST_EPHEMERAL_PORT);
    if (await isFree(port)) return port;
  }
  throw new Error('There is no free port.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The last lines of a log, for an error. */
export function logEnd(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
