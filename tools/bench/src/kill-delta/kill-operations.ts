import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { localStorage, openDelta, prepareAppend } from '@sluice/tables';
import { fraction, momentIn } from './chance.ts';
import { type Kind, KINDS, type Operation, operationOf, rowsAfter } from './operations.ts';
import { type Readers, type Reading, sumOf } from './readers.ts';
import { type Mark, WatchedProcess } from './watched-process.ts';
import { type Tally, newTally, noteKill } from './tally.ts';

export interface KillRequest {
  readonly session: Session;
  readonly readers: Readers;
  /** How many kills are to hit. */
  readonly kills: number;
  readonly seed: string;
  readonly folder: string;
}

/** Share of the kills for which the process waits before one of its steps. */
const HELD = 0.4;
const READY = 'ready';
const DONE = 'done';

/**
 * Kills processes that change one table, and reads the table by all readers after each kill: it must hold the rows
 * before the operation or those after it. Then the operation is repeated, and the rows must be those after it.
 */
export async function killOperations(request: KillRequest): Promise<Tally> {
  const { session, kills, seed, folder } = request;
  const tally = newTally(KINDS);
  const table = join(folder, 'table');
  mkdirSync(join(folder, 'staging'), { recursive: true });
  await session.execute(`CREATE OR REPLACE TABLE before AS ${operationOf(seed, 0, 'overwrite').rows}`);
  await makeTable(session, table);
  const lengths = new Map<Kind, readonly Mark[]>();
  let next = await startVictim(folder);
  let turn = 1;
  /** Does the operation to its end, and takes note of how long its steps took. */
  const complete = async (operation: Operation): Promise<void> => {
    const one = next;
    one.begin(JSON.stringify({ ...operation, hold: -1 }));
    if (!(await one.seen(DONE))) throw new Error(`${operation.kind} failed: ${one.errors}`);
    lengths.set(operation.kind, one.marks);
  };
  const verify = async (operation: Operation, moment: string, allowed: readonly string[]): Promise<void> => {
    const wrong = problemsOf(await request.readers.read(table), allowed);
    tally.problems.push(
      ...wrong.map((problem) => `turn ${String(operation.turn)}, ${operation.kind}, ${moment}: ${problem}`),
    );
  };
  try {
    for (const kind of KINDS) {
      const operation = operationOf(seed, turn++, kind);
      await session.execute(`CREATE OR REPLACE TABLE after AS ${rowsAfter(operation, 'before')}`);
      await complete(operation);
      await verify(operation, 'undisturbed', [await sumOf(session, 'FROM after')]);
      await session.execute('DROP TABLE before; ALTER TABLE after RENAME TO before');
    }
    for (; tally.killed < kills && turn < 4 * kills + 50; turn += 1) {
      const operation = operationOf(seed, turn);
      await session.execute(`CREATE OR REPLACE TABLE after AS ${rowsAfter(operation, 'before')}`);
      const [before, after] = [await sumOf(session, 'FROM before'), await sumOf(session, 'FROM after')];
      const victim = next;
      next = await startVictim(folder);
      const phase = await killOne(victim, operation, lengths.get(operation.kind) ?? [], seed);
      noteKill(tally, operation.kind, phase);
      await verify(operation, `killed while at ${phase ?? 'its end'}`, phase === undefined ? [after] : [before, after]);
      rmSync(join(folder, 'staging'), { recursive: true, force: true });
      mkdirSync(join(folder, 'staging'));
      await complete(operation);
      await verify(operation, 'repeated', [after]);
      await session.execute('DROP TABLE before; ALTER TABLE after RENAME TO before');
    }
  } finally {
    await next.end();
  }
  return tally;
}

async function startVictim(folder: string): Promise<WatchedProcess> {
  const [, program = ''] = process.argv;
  const victim = new WatchedProcess(process.execPath, [program, '--victim', folder], (line) =>
    /^[a-z]+$/u.test(line) ? line : undefined,
  );
  if (!(await victim.seen(READY))) throw new Error(`A process did not start: ${victim.errors}`);
  return victim;
}

/** @returns the phase in which the kill hit; undefined where the operation was done */
async function killOne(
  victim: WatchedProcess,
  operation: Operation,
  before: readonly Mark[],
  seed: string,
): Promise<string | undefined> {
  const steps = before.length - 1;
  const held = steps > 1 && fraction('held', seed, operation.turn) < HELD;
  const hold = held ? 1 + Math.floor(fraction('hold', seed, operation.turn) * (steps - 1)) : -1;
  victim.begin(JSON.stringify({ ...operation, hold }));
  return victim.killAt(held ? { index: hold, delay: 0 } : momentIn(before, operation.turn, seed), DONE);
}

async function makeTable(session: Session, table: string): Promise<void> {
  const storage = localStorage(table);
  const columns = (await session.describe('FROM before')).map((column) => ({ ...column, nullable: true }));
  const properties = new Map([['delta.checkpointInterval', '3']]);
  const definition = { columns, partitionedBy: ['part'], properties };
  const change = await prepareAppend(session, storage, undefined, { select: { sql: 'FROM before' }, definition });
  await openDelta(storage).commit(session, change);
}

/** What the readers do not agree about, or what is none of the allowed sums. */
export function problemsOf(readings: ReadonlyMap<string, Reading>, allowed: readonly string[]): readonly string[] {
  const first = [...readings.values()][0];
  return [...readings].flatMap(([name, reading]) => {
    if ('error' in reading) return [`${name} cannot read it: ${reading.error}`];
    if (!allowed.includes(reading.rows)) return [`${name} reads ${reading.rows}, expected ${allowed.join(' or ')}`];
    if (first !== undefined && 'rows' in first && first.rows !== reading.rows) return [`${name} reads another version`];
    return [];
  });
}
