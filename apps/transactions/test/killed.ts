import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll } from 'vitest';
import transactions from '../pipeline.ts';

let folder: string | undefined;

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/**
 * Runs the pipeline over a batch in a process of its own, which is killed by SIGKILL before a step of its publication, the
 * first of which is 1. @returns false where it came to its end, because there are fewer steps
 */
export async function isKilledAt(step: number, lake: string, inputDir: string): Promise<boolean> {
  folder ??= await bundle();
  const program = join(folder, readdirSync(folder).find((file) => file.startsWith('run-and-die')) ?? '');
  const args = [lake, inputDir, String(step), transactions.models.href];
  const child = fork(program, args, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('exit', (...end) => {
      resolve(end);
    });
  });
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The run to be killed ended with ${String(code)}.`);
  return signal === 'SIGKILL';
}

/** A program that Node runs as it is; it lies where it finds the engine. */
async function bundle(): Promise<string> {
  const outDir = mkdtempSync(fileURLToPath(new URL('../../../node_modules/.run-and-die-', import.meta.url)));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: /^@sluice\//u },
    build: {
      ssr: fileURLToPath(new URL('run-and-die.ts', import.meta.url)),
      outDir,
      target: 'node20',
      minify: false,
    },
  });
  return outDir;
}
