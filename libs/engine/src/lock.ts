import { linkSync, mkdirSync, realpathSync, rmSync, existsSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readReported } from './reported-error.ts';
import type { Lock } from './engine.ts';
import { LakeLockedError, LockUnusableError } from './errors.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';

/** Locks of this process: the kernel's file locks belong to the process, and keep no second taker of the same process out. */
const held = new Set<string>();
let taken = 0;

/**
 * Takes a lock that the kernel releases when the process dies: a DuckDB file, attached for writing.
 * @throws {LakeLockedError} at once when it is held, {LockUnusableError} when it can be neither made nor read.
 */
export async function acquireLock(connection: DuckDBConnection, path: string): Promise<FileLock> {
  const real = await lockFile(connection, path);
  if (held.has(real)) throw new LakeLockedError(path, process.pid);
  held.add(real);
  try {
    return new FileLock(connection, path, real, await attach(connection, real));
  } catch (error) {
    held.delete(real);
    throw lockError(path, error);
  }
}

export class FileLock implements Lock {
  readonly path: string;
  readonly #connection: DuckDBConnection;
  readonly #real: string;
  readonly #name: string;
  #released = false;

  constructor(connection: DuckDBConnection, path: string, real: string, name: string) {
    this.path = path;
    this.#connection = connection;
    this.#real = real;
    this.#name = name;
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#connection.run(`DETACH ${quoteIdentifier(this.#name)}`);
    held.delete(this.#real);
  }

  /** For a database that was closed: the file is free already. */
  forget(): void {
    if (this.#released) return;
    this.#released = true;
    held.delete(this.#real);
  }
}

async function attach(connection: DuckDBConnection, file: string): Promise<string> {
  taken += 1;
  const name = `sluice_lock_${String(taken)}`;
  await connection.run(`ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(name)}`);
  return name;
}

/** The lock's file, made under another name and linked to its own, so that a kill never leaves half a file there. */
async function lockFile(connection: DuckDBConnection, path: string): Promise<string> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const folder = realpathSync(dirname(path));
    const real = join(folder, basename(path));
    if (existsSync(real)) return real;
    const draft = `${real}.${String(process.pid)}-${String(taken)}`;
    rmSync(draft, { force: true });
    const name = await attach(connection, draft);
    await connection.run(`DETACH ${quoteIdentifier(name)}`);
    linkUnlessThere(draft, real);
    rmSync(draft, { force: true });
    return real;
  } catch (error) {
    throw lockError(path, error);
  }
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function lockError(path: string, cause: unknown): LakeLockedError | LockUnusableError {
  const { message } = readReported(cause);
  const conflict = /Conflicting lock is held(?:.*\(PID (\d+)\))?/.exec(message);
  if (conflict !== null)
    return new LakeLockedError(path, conflict[1] === undefined ? undefined : Number(conflict[1]), { cause });
  return new LockUnusableError(path, message.split('\n')[0] ?? message, { cause });
}
