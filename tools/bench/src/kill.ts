import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layoutOf } from '@sluice/pipeline';

/**
 * Kills medallion by SIGKILL at moments spread over a run, every third time while it publishes; each run rewrites every
 * table (two seeds in turn). After each kill every table must be one that a whole run made, and the next run must leave
 * all tables of one run.
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
const journal = layoutOf(lake, 'medallion').journal;
const SEEDS = ['1', '2'] as const;
/** Roughly how long the renames take. */
const PUBLICATION_MILLISECONDS = 25;

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

/** Starts a run and kills it when `moment` says so. @returns false where the run ended by itself before */
async function killedRun(seed: string, moment: (isOver: () => boolean) => Promise<void>): Promise<boolean> {
  const child = spawn(sluice, args(seed), { stdio: 'ignore', detached: true });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_, signal) => {
      resolve(signal);
    });
  });
  const isOver = (): boolean => child.exitCode !== null;
  await moment(isOver);
  if (!isOver() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  return (await closed) === 'SIGKILL';
}

/** Waits until the publish journal is there: from then on renames are under way. */
async function publication(isOver: () => boolean): Promise<void> {
  while (!existsSync(journal) && !isOver()) await setImmediate();
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
  const digest = createHash('sha256')
    .update(`${values.seed}/${String(turn)}`)
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

const problems: string[] = [];
let killed = 0;
let caught = 0;
let mixed = 0;
try {
  wholeRun('1');
  const milliseconds = wholeRun('2');
  const good = new Map(SEEDS.map((seed) => (wholeRun(seed), [seed, tables()] as const)));
  for (let turn = 0; killed < kills && turn < 3 * kills; turn += 1) {
    const seed = SEEDS[turn % 2] ?? '1';
    const inPublication = turn % 3 === 2;
    const after = Math.round(fraction(turn) * (inPublication ? PUBLICATION_MILLISECONDS : milliseconds * 1.05));
    const didKill = await killedRun(seed, async (isOver) => {
      if (inPublication) await publication(isOver);
      await setTimeout(after);
    });
    if (didKill) killed += 1;
    if (existsSync(journal)) caught += 1;
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
    runMilliseconds: Math.round(milliseconds),
    caughtWhilePublishing: caught,
    tablesOfBothRuns: mixed,
    problems,
  };
  console.log(JSON.stringify(report, undefined, 2));
} finally {
  rmSync(lake, { recursive: true, force: true });
}
process.exitCode = problems.length === 0 ? 0 : 1;
