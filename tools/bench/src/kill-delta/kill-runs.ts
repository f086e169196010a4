import { layoutOf } from '@sluice/pipeline';
import { measure } from '../measured-process.ts';
import { momentIn } from './chance.ts';
import { type KillRequest, problemsOf } from './kill-operations.ts';
import { Oracle } from './oracle.ts';
import type { Reading } from './readers.ts';
import { storeProblems } from './served.ts';
import { newTally, noteKill, type Tally } from './tally.ts';
import { type Mark, WatchedProcess } from './watched-process.ts';

export interface RunsRequest extends KillRequest {
  readonly sluice: string;
  /** Names the CQL store; without it a file stands in for one. */
  readonly env: NodeJS.ProcessEnv;
  readonly rows: string;
}

const FIRST_DAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const TABLES = ['silver.customer_transactions', 'gold.customer_daily_aggregates'] as const;
const DONE = 'run finished';

type Readings = readonly ReadonlyMap<string, Reading>[];

/**
 * Kills runs of the pipeline transactions, each of which merges a day more, and every fourth time the upkeep of its
 * tables. After each kill every table must be what it was before or what it is to be after; the next run must end well,
 * and tables and store hold what plain SQL makes of the batches.
 */
export async function killRuns(request: RunsRequest): Promise<Tally> {
  const { session, readers, kills, seed, folder, sluice, env, rows } = request;
  const tally = newTally(['run', 'maintain']);
  const layout = layoutOf(folder, 'transactions');
  const oracle = new Oracle(session, layout.table('raw', 'customer_transactions'));
  const must = async (words: readonly string[]): Promise<void> => {
    const { exitCode, stdout, stderr } = await measure(sluice, words, env);
    if (exitCode !== 0)
      throw new Error(`sluice ${words.join(' ')} exited with ${String(exitCode)}: ${stdout}${stderr}`);
  };
  const read = async (): Promise<Readings> => {
    const all: ReadonlyMap<string, Reading>[] = [];
    for (const [layer, table] of TABLES.map((name) => name.split('.'))) {
      all.push(await readers.read(layout.folder(layer ?? '', table ?? '')));
    }
    return all;
  };
  const judge = (where: string, readings: Readings, allowed: readonly (readonly string[])[]): void => {
    for (const [index, found] of readings.entries()) {
      const wrong = problemsOf(
        found,
        allowed.flatMap((of) => of[index] ?? []),
      );
      tally.problems.push(...wrong.map((problem) => `${where}: ${TABLES[index] ?? ''}: ${problem}`));
    }
  };
  const wordsOf = (work: string, turn: number): readonly string[] => {
    const day = new Date(FIRST_DAY + turn * DAY).toISOString().slice(0, 10);
    const run = ['run', 'transactions', '--rows', rows, '--seed', '42', '--as-of', day, '--log-level', 'info'];
    return [...(work === 'run' ? run : ['maintain', '--pipeline', 'transactions']), '--data-dir', folder];
  };
  await must(wordsOf('run', 0));
  await oracle.take();
  let before = await oracle.sums();
  const lengths = new Map<string, readonly Mark[]>();
  for (let turn = 1; tally.killed < kills && turn < 4 * kills + 20; turn += 1) {
    const work = turn % 4 === 0 ? 'maintain' : 'run';
    const victim = new WatchedProcess(sluice, wordsOf(work, turn), phaseOf, { env });
    victim.begin();
    const length = lengths.get(work);
    const where = `turn ${String(turn)}, ${work}`;
    let killed: { readonly phase: string | undefined; readonly readings: Readings } | undefined;
    if (length === undefined) {
      const exitCode = await victim.end();
      if (exitCode !== 0) throw new Error(`${where} exited with ${String(exitCode)}: ${victim.errors}`);
      lengths.set(work, [...victim.marks, { phase: DONE, at: victim.lasted }]);
    } else {
      const phase = await victim.killAt(momentIn(length, turn, seed, work), DONE);
      noteKill(tally, work, phase);
      killed = { phase, readings: await read() };
      await must(wordsOf(work, turn));
    }
    if (work === 'run') await oracle.take();
    const after = await oracle.sums();
    if (killed !== undefined) {
      const { phase, readings } = killed;
      judge(`${where}, killed after ${phase ?? 'its end'}`, readings, phase === undefined ? [after] : [before, after]);
    }
    judge(`${where}, repeated`, await read(), [after]);
    tally.problems.push(...(await storeProblems(session, layout, env)).map((problem) => `${where}: ${problem}`));
    before = after;
  }
  return tally;
}

/** The log's lines tell what is done: the phase is named after the last one. */
function phaseOf(line: string): string | undefined {
  return /"msg":"(?<phase>[^"]*)"/u.exec(line)?.groups?.['phase'];
}
