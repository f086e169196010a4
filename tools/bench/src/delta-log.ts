import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDuckDb } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { localStorage, openDelta, prepareAppend } from '@sluice/tables';
import { measure, median, rounded } from './measured-process.ts';

/**
 * What a long log costs. Small commits to one table, in milliseconds a commit, by the hundred; and opening a table of many
 * commits of a file each, with the checkpoint that the default interval has written, and without any, each in a process
 * of its own, beside what it takes to read and parse the same files by hand. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    commits: { type: 'string', default: '10000' },
    small: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '3' },
    /** An existing folder for the tables, on the disk that is to be measured. */
    folder: { type: 'string', default: tmpdir() },
    /** What a process of its own does in `folder`. */
    step: { type: 'string' },
  },
});
const [commits, small, runs] = [Number(values.commits), Number(values.small), Number(values.runs)];
const HUNDRED = 100;

async function withSession<T>(folder: string, work: (session: Session) => Promise<T>): Promise<T> {
  const engine = await openDuckDb({ spillDirectory: join(folder, 'spill'), threads: 2 });
  try {
    return await work(await engine.connect());
  } finally {
    engine.close();
  }
}

/** @returns milliseconds a commit, of each hundred: preparing included, which writes and syncs a file of ten rows. */
async function commitSmall(session: Session, folder: string): Promise<readonly number[]> {
  const table = openDelta(localStorage(join(folder, 'small')));
  const times: number[] = [];
  for (let done = 0; done < small; done += HUNDRED) {
    const began = performance.now();
    for (let index = 0; index < HUNDRED; index += 1) {
      const snapshot = done + index === 0 ? undefined : await table.snapshot(session);
      const select = {
        sql: `SELECT range AS id, 'small' AS v FROM range(${String((done + index) * 10)}, ${String((done + index) * 10 + 10)})`,
      };
      await table.commit(session, await prepareAppend(session, table.storage, snapshot, { select }));
    }
    times.push((performance.now() - began) / HUNDRED);
  }
  return times.map(rounded);
}

const logOf = (folder: string): string => join(folder, 'long', '_delta_log');
const commitName = (version: number): string => `${String(version).padStart(20, '0')}.json`;

/** All commits but the last one as their files, the last one by us: it writes the checkpoint that is due with it. */
async function makeLong(session: Session, folder: string): Promise<void> {
  mkdirSync(logOf(folder), { recursive: true });
  const table = openDelta(localStorage(join(folder, 'long')));
  const select = { sql: "SELECT range AS id, 'long' AS v FROM range(10)" };
  await table.commit(session, await prepareAppend(session, table.storage, undefined, { select }));
  const line = readFileSync(join(logOf(folder), commitName(0)), 'utf8')
    .split('\n')
    .filter((text) => text.startsWith('{"add"') || text.startsWith('{"commitInfo"'))
    .join('\n');
  for (let version = 1; version < commits; version += 1) {
    const content = `${line.replace(/part-[\da-f]{8}/u, `part-${version.toString(16).padStart(8, '0')}`)}\n`;
    writeFileSync(join(logOf(folder), commitName(version)), content);
  }
  const snapshot = await table.snapshot(session);
  await table.commit(session, await prepareAppend(session, table.storage, snapshot, { select }));
}

async function open(session: Session, folder: string): Promise<{ readonly seconds: number; readonly files: number }> {
  const began = performance.now();
  const { files, version } = await openDelta(localStorage(join(folder, 'long'))).snapshot(session);
  if (version !== commits) throw new Error(`Version ${String(commits)} was expected, got ${String(version)}.`);
  return { seconds: rounded((performance.now() - began) / 1000), files: files.length };
}

function parseByHand(folder: string): number {
  const began = performance.now();
  for (const name of readdirSync(logOf(folder)).filter((each) => each.endsWith('.json'))) {
    const lines = readFileSync(join(logOf(folder), name), 'utf8')
      .trimEnd()
      .split('\n');
    for (const line of lines) JSON.parse(line);
  }
  return rounded((performance.now() - began) / 1000);
}

interface Opened {
  /** From an open session to the snapshot. */
  readonly seconds: number;
  readonly processSeconds: number;
  readonly peakRssBytes: number;
}

async function openInItsOwnProcess(folder: string): Promise<Opened> {
  const [, script = ''] = process.argv;
  const all: Opened[] = [];
  for (let run = 0; run < runs; run += 1) {
    const args = [script, '--commits', values.commits, '--folder', folder, '--step', 'open'];
    const { exitCode, stdout, stderr, ...measured } = await measure(process.execPath, args);
    if (exitCode !== 0) throw new Error(`Opening failed: ${stderr}`);
    const outcome: unknown = JSON.parse(stdout);
    const seconds =
      typeof outcome === 'object' && outcome !== null && 'seconds' in outcome ? Number(outcome.seconds) : NaN;
    all.push({ seconds, processSeconds: measured.seconds, peakRssBytes: measured.peakRssBytes });
  }
  return {
    seconds: median(all.map(({ seconds }) => seconds)),
    processSeconds: rounded(median(all.map(({ processSeconds }) => processSeconds))),
    peakRssBytes: median(all.map(({ peakRssBytes }) => peakRssBytes)),
  };
}

function dropCheckpoints(folder: string): void {
  for (const name of readdirSync(logOf(folder))) {
    if (name.includes('.checkpoint.') || name === '_last_checkpoint') rmSync(join(logOf(folder), name));
  }
}

if (values.step === 'open') {
  console.log(JSON.stringify(await withSession(values.folder, (session) => open(session, values.folder))));
} else {
  const folder = mkdtempSync(join(values.folder, 'sluice-bench-'));
  try {
    const msPerCommit = await withSession(folder, (session) => commitSmall(session, folder));
    await withSession(folder, (session) => makeLong(session, folder));
    const withCheckpoint = await openInItsOwnProcess(folder);
    dropCheckpoints(folder);
    const withoutCheckpoint = await openInItsOwnProcess(folder);
    const result = {
      benchmark: 'delta-log',
      small: {
        commits: small,
        msPerCommit,
        lastToFirst: rounded((msPerCommit.at(-1) ?? NaN) / (msPerCommit[0] ?? NaN)),
      },
      opening: { commits, withCheckpoint, withoutCheckpoint, parsedByHandSeconds: parseByHand(folder) },
    };
    console.log(JSON.stringify(result, undefined, 2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
