import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory in bytes, the kernel's high-water mark; 0 where the kernel tells none. */
  readonly peakRssBytes: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end and measures it as a whole process, from the spawn to the exit. */
export function measure(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let peakRssBytes = 0;
    const sample = setInterval(() => {
      peakRssBytes = Math.max(peakRssBytes, highWaterMark(child.pid));
    }, 20);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sample);
      const seconds = (performance.now() - began) / 1000;
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
      resolve({ seconds, peakRssBytes, exitCode: code ?? -1, stdout: text(out), stderr: text(err) });
    });
  });
}

function highWaterMark(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(?<kib>\d+) kB$/mu.exec(status)?.groups?.['kib'] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The middle of some numbers; of an even count the lower of the two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
