import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Kills medallion by SIGKILL at moments spread over a run, each run rewriting every table (two seeds in turn). After
 * each kill every table must be one that a whole run made, and the next run must leave all tables of one run.
 * Prints JSON; exits 1 when anything is lost, torn or mixed.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    transactions: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
  },
});
const kills = Number(values.kills);
const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const sluice = join(workspace, 'node_modules', '.bin', 'sluice');
const lake = mkdtempSync(join(tmpdir(), 'sluice-kill-'));
const SEEDS = ['1', '2'] as const;

const args = (seed: string): string[] => [
  ...['run', 'medallion', '--seed', seed, '--as-of', '2026-01-01', '--transactions', values.transactions],
  ...['--data-dir', lake, '--output', 'json'],
];

function wholeRun(seed: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(sluice, args(seed), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`sluice exited with ${String(status)}: ${stderr}`);
  return performance.now() - began;
}

function killedRun(seed: string, after: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(sluice, args(seed), { stdio: 'ignore', detached: true });
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, after);
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

/** SHA-256 of each published file, by path. */
function tables(): ReadonlyMap<string, string> {
  const files = readdirSync(lake, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet') && !entry.parentPath.includes('_staging'))
    .map((entry) => relative(lake, join(entry.parentPath, entry.name)))
    .sort();
  return new Map(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(lake, file)))
        .digest('hex'),
    ]),
  );
}

/** A pseudo-random number in [0, 1) that depends on the seed and the turn alone. */
function fraction(turn: number): number {
  return (
    createHash('sha256')
      .update(`${values.seed}/${String(turn)}`)
      .digest()
      .readUInt32BE(0) /
    2 ** 32
  );
}

const problems: string[] = [];
let killed = 0;
let mixed = 0;
try {
  wholeRun('1');
  const seconds = wholeRun('2');
  const good = new Map(SEEDS.map((seed) => (wholeRun(seed), [seed, tables()] as const)));
  for (let turn = 0; turn < kills; turn += 1) {
    const seed = SEEDS[turn % 2] ?? '1';
    const after = Math.round(fraction(turn) * seconds * 1.05);
    if (await killedRun(seed, after)) killed += 1;
    const now = tables();
    const wrong = [...now].filter(([file, hash]) => !SEEDS.some((each) => good.get(each)?.get(file) === hash));
    if (wrong.length > 0)
      problems.push(`killed after ${String(after)} ms: ${wrong.map(([file]) => file).join(', ')} torn`);
    if (now.size !== good.get('1')?.size) problems.push(`killed after ${String(after)} ms: ${String(now.size)} tables`);
    if (!SEEDS.some((each) => [...now].every(([file, hash]) => good.get(each)?.get(file) === hash))) mixed += 1;
    wholeRun(seed);
    const next = tables();
    const stray = [...next].filter(([file, hash]) => good.get(seed)?.get(file) !== hash);
    if (stray.length > 0)
      problems.push(
        `run after the kill at ${String(after)} ms left ${stray.map(([file]) => file).join(', ')} of another run`,
      );
  }
  const report = {
    benchmark: 'kill',
    kills,
    killed,
    runMilliseconds: Math.round(seconds),
    caughtWhilePublishing: mixed,
    problems,
  };
  console.log(JSON.stringify(report, undefined, 2));
} finally {
  rmSync(lake, { recursive: true, force: true });
}
process.exitCode = problems.length === 0 ? 0 : 1;
