import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { InterruptedError } from '@sluice/core';
import type { Engine, Limits, Lock, Session } from './engine.ts';
import { EngineStartError } from './errors.ts';
import { detectLimits, engineMemory } from './limits.ts';
import { acquireLock, type FileLock } from './lock.ts';
import { DuckDbSession } from './session.ts';

export interface DuckDbOptions {
  /** Bytes for the whole process; DuckDB gets 75 % of it. From the cgroup or the machine unless told. */
  readonly memoryLimit?: number;
  readonly threads?: number;
  /** Where DuckDB spills when memory runs short; it makes the folder then, and removes it. */
  readonly spillDirectory: string;
  readonly spillBytes?: number;
}

/** No folder, so that even an explicit INSTALL fails before it asks the network, and LOAD finds nothing on this machine. */
const NOWHERE = '/dev/null';

/** Settings that each connection has for itself, and the spill budget, which DuckDB 1.5 ignores among its options at the start. */
function connectionSettings({ spillBytes }: Limits): string {
  return [
    "SET TimeZone = 'UTC'",
    'SET errors_as_json = true',
    'SET enable_progress_bar = true',
    'SET enable_progress_bar_print = false',
    'SET progress_bar_time = 0',
    `SET GLOBAL max_temp_directory_size = '${String(spillBytes)}B'`,
  ].join(';');
}

/**
 * A DuckDB in memory, in this process. Loads no extension and asks no network for one.
 * @throws {EngineStartError} when DuckDB cannot be loaded or does not take the limits.
 */
export async function openDuckDb(options: DuckDbOptions): Promise<Engine> {
  const limits = detectLimits(options);
  try {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    makeParent(limits.spillDirectory);
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(limits.threads),
      memory_limit: `${String(engineMemory(limits))}B`,
      temp_directory: limits.spillDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      custom_extension_repository: NOWHERE,
      extension_directory: NOWHERE,
    });
    return new DuckDbEngine(instance, limits);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineStartError(`DuckDB could not be started: ${reason}`, { cause });
  }
}

/** Where that is not allowed, DuckDB says so once it has to spill: most statements never do. */
function makeParent(directory: string): void {
  try {
    mkdirSync(dirname(directory), { recursive: true });
  } catch {
    return;
  }
}

class DuckDbEngine implements Engine {
  readonly limits: Limits;
  readonly #instance: DuckDBInstance;
  readonly #sessions = new Set<DuckDbSession>();
  readonly #locks = new Set<FileLock>();
  #lockConnection: DuckDBConnection | undefined;
  #closed = false;

  constructor(instance: DuckDBInstance, limits: Limits) {
    this.#instance = instance;
    this.limits = limits;
  }

  async connect(): Promise<Session> {
    const connection = await this.#connect();
    const session: DuckDbSession = new DuckDbSession(
      connection,
      () => this.connect(),
      () => {
        this.#sessions.delete(session);
        this.#closeWhenIdle();
      },
    );
    this.#sessions.add(session);
    return session;
  }

  async lock(path: string): Promise<Lock> {
    this.#lockConnection ??= await this.#connect();
    const lock = await acquireLock(this.#lockConnection, path);
    this.#locks.add(lock);
    return lock;
  }

  interrupt(): void {
    for (const session of this.#sessions) session.interrupt();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const session of [...this.#sessions]) session.close();
    this.#closeWhenIdle();
  }

  async #connect(): Promise<DuckDBConnection> {
    if (this.#closed) throw new InterruptedError('The engine is closed.');
    const connection = await this.#instance.connect();
    await connection.run(connectionSettings(this.limits));
    return connection;
  }

  #closeWhenIdle(): void {
    if (!this.#closed || this.#sessions.size > 0) return;
    this.#lockConnection?.closeSync();
    this.#instance.closeSync();
    for (const lock of this.#locks) lock.forget();
  }
}
