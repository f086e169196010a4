import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseBytes } from '@sluice/core';
import { handFolder, sourceFile, STEPS, tableFolder, take, takeByHand } from './delta-merge/steps.ts';
import { measure, rounded } from './measured-process.ts';
import type { Measured } from './measured-process.ts';

/**
 * Merges keys, half of them new, into a Delta table of generated rows × 8 columns: keys spread over all its files, the
 * same once more, keys in the newest tenth, then an append of a twentieth. Beside each step, the same work in bare SQL;
 * where asked for, the merges by delta-rs in a copy of the table. Each is a process of its own. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '6000000' },
    keys: { type: 'string', default: '60000' },
    'memory-limit': { type: 'string', default: '1GB' },
    threads: { type: 'string', default: '2' },
    /** An existing folder for the table, on the disk that is to be measured. */
    folder: { type: 'string', default: tmpdir() },
    /** Merge by delta-rs too; `tools/interop` installs it. */
    'delta-rs': { type: 'boolean', default: false },
    /** What a process of its own does with the table in `folder`. */
    step: { type: 'string' },
    'by-hand': { type: 'boolean', default: false },
  },
});
const size = { rows: Number(values.rows), keys: Number(values.keys) };

async function measured(command: string, args: readonly string[]): Promise<Measured> {
  const done = await measure(command, args);
  if (done.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${done.stderr}`);
  return done;
}

interface Outcome {
  /** Without the start of the process. */
  readonly seconds: number;
  readonly processSeconds: number;
  readonly peakRssBytes: number;
}

async function inItsOwnProcess(step: string, folder: string, byHand: boolean): Promise<Outcome> {
  const [, script = ''] = process.argv;
  const { rows, keys, 'memory-limit': limit, threads } = values;
  const options = Object.entries({ rows, keys, 'memory-limit': limit, threads, folder, step });
  const args = [script, ...options.flatMap(([name, value]) => [`--${name}`, value]), ...(byHand ? ['--by-hand'] : [])];
  const { stdout, seconds: processSeconds, peakRssBytes } = await measured(process.execPath, args);
  const outcome: unknown = JSON.parse(stdout);
  if (typeof outcome !== 'object' || outcome === null || !('seconds' in outcome)) throw new Error(stdout);
  return { ...outcome, seconds: Number(outcome.seconds), processSeconds: rounded(processSeconds), peakRssBytes };
}

/** The folder where `tools/interop` has installed delta-rs; it prints it last. */
function interopFolder(): string {
  const install = fileURLToPath(new URL('../../interop/install.mjs', import.meta.url));
  const printed = execFileSync(process.execPath, [install], { encoding: 'utf8' });
  return printed.trimEnd().split('\n').at(-1) ?? '';
}

/** The two ways of delta-rs, as `merge.py` tells them; each has a copy of the table. */
const WAYS = ['streamed', 'bounded'];

function copyOf(folder: string, way: string): string {
  return join(folder, `delta-rs-${way}`);
}

async function byDeltaRs(python: string, source: string, folder: string, ours: Outcome): Promise<object> {
  const script = fileURLToPath(new URL('../delta-rs/merge.py', import.meta.url));
  const figures: Record<string, object> = {};
  for (const way of WAYS) {
    const {
      seconds: processSeconds,
      peakRssBytes,
      stdout,
    } = await measured(python, [script, copyOf(folder, way), source, way]);
    const seconds = Number(stdout);
    figures[way] = {
      seconds: rounded(seconds),
      processSeconds: rounded(processSeconds),
      peakRssBytes,
      timesOurs: rounded(seconds / ours.seconds),
      processTimesOurs: rounded(processSeconds / ours.processSeconds),
      memoryTimesOurs: rounded(peakRssBytes / ours.peakRssBytes),
    };
  }
  return figures;
}

async function measureAll(folder: string): Promise<void> {
  const python = values['delta-rs'] ? join(interopFolder(), 'venv', 'bin', 'python') : undefined;
  const made = await inItsOwnProcess('make', folder, false);
  if (python !== undefined)
    for (const way of WAYS) cpSync(tableFolder(folder), copyOf(folder, way), { recursive: true });
  const steps: object[] = [{ step: 'make', ...made }];
  for (const [step, name] of Object.entries(STEPS)) {
    const byHand = await inItsOwnProcess(step, folder, true);
    rmSync(handFolder(folder), { recursive: true });
    const ours = await inItsOwnProcess(step, folder, false);
    steps.push({
      step,
      ...ours,
      rowsPerSecond: Math.round(size.rows / ours.seconds),
      byHand,
      ratioToByHand: rounded(ours.seconds / byHand.seconds),
      ...(python !== undefined &&
        name !== undefined && { deltaRs: await byDeltaRs(python, sourceFile(folder, name), folder, ours) }),
    });
  }
  const memoryLimit = values['memory-limit'];
  console.log(JSON.stringify({ benchmark: 'delta-merge', ...size, memoryLimit, steps }, undefined, 2));
}

if (values.step !== undefined) {
  const spillDirectory = join(values.folder, 'spill');
  const memoryBytes = parseBytes(values['memory-limit']) ?? 1e9;
  const limits = { memoryBytes, threads: values.threads, spillDirectory };
  const work = values['by-hand'] ? takeByHand : take;
  console.log(JSON.stringify(await work(values.step, size, values.folder, limits)));
} else {
  if (!existsSync(values.folder)) mkdirSync(values.folder, { recursive: true });
  const folder = mkdtempSync(join(values.folder, 'sluice-bench-'));
  try {
    await measureAll(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
