import { availableParallelism, totalmem } from 'node:os';
import { formatBytes, type Settings } from '@sluice/core';
import { detectLimits, engineMemory, type Session, SHARE_OF_MACHINE } from '@sluice/engine';
import { cell } from '../render/cell.ts';
import { ok, type Finding } from './finding.ts';

/** The engine's version, and which limits a run would have and why. */
export async function examineEngine(session: Session, settings: Settings): Promise<readonly Finding[]> {
  const { memoryLimit, threads: wanted, spillBytes: budget, dataDir } = settings;
  const limits = detectLimits({
    ...(memoryLimit !== undefined && { memoryLimit }),
    ...(wanted !== undefined && { threads: wanted }),
    ...(budget !== undefined && { spillBytes: budget }),
    spillDirectory: dataDir,
  });
  const { memoryBytes, threads, spillBytes } = limits;
  const [row] = await session.query('SELECT version() AS version');
  const share = `${formatBytes(engineMemory(limits))} of it for DuckDB, because the process needs the rest`;
  return [
    ok('DuckDB', cell(row?.['version'])),
    ok('memory', `${formatBytes(memoryBytes)}: ${memoryReason(memoryBytes, settings)}; ${share}`),
    ok('threads', `${threads}: ${wanted === undefined ? threadsReason(threads) : 'as asked for'}`),
    ok(
      'spill',
      `at most ${formatBytes(spillBytes)} in the spill folder: ${budget === undefined ? 'by the free disk space' : 'as asked for'}`,
    ),
  ];
}

function memoryReason(memoryBytes: number, { memoryLimit }: Settings): string {
  if (memoryLimit !== undefined) return 'as asked for';
  const machine = totalmem();
  return memoryBytes < Math.floor(machine * SHARE_OF_MACHINE)
    ? `the limit of this process's cgroup (the machine has ${formatBytes(machine)})`
    : `the machine has ${formatBytes(machine)}`;
}

function threadsReason(threads: number): string {
  const machine = availableParallelism();
  return threads < machine
    ? `the CPU quota of this process's cgroup (the machine has ${machine})`
    : 'the CPUs that this process may use';
}
