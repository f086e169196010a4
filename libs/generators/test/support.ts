import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, type Row, type Session } from '@sluice/engine';
import { afterAll, beforeAll } from 'vitest';
import type { Generated } from '../src/index.ts';

export interface Workbench {
  /** A folder that exists while the tests of one file run. */
  scratch(): string;
  /** The rows of a SELECT over generated tables, by the names they are given here. */
  query(tables: Readonly<Record<string, Generated>>, select: string): Promise<readonly Row[]>;
  session(): Session;
}

export function workbench(): Workbench {
  let open: { readonly session: Session; readonly scratch: string; close(): Promise<void> } | undefined;
  beforeAll(async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'sluice-generators-'));
    const engine = await openDuckDb({ threads: 2, spillDirectory: join(scratch, 'spill') });
    const session = await engine.connect();
    open = {
      session,
      scratch,
      async close() {
        session.close();
        engine.close();
        await rm(scratch, { recursive: true, force: true });
      },
    };
  });
  afterAll(() => open?.close());
  const bench = (): { readonly session: Session; readonly scratch: string } => {
    if (open === undefined) throw new Error('The workbench is open within tests only.');
    return open;
  };
  return {
    scratch: () => bench().scratch,
    session: () => bench().session,
    async query(tables, select) {
      const { session } = bench();
      for (const { setup } of Object.values(tables)) for (const statement of setup) await session.execute(statement);
      const named = Object.entries(tables).map(([name, generated]) => `${name} AS (\n${generated.select}\n)`);
      return session.query(`WITH ${named.join(',\n')}\n${select}`);
    },
  };
}

export interface Machine {
  readonly threads: number;
  readonly memoryLimit?: number;
}

const MEGABYTE = 1024 * 1024;
export const machines: readonly Machine[] = [
  { threads: 1 },
  { threads: 2 },
  { threads: 4, memoryLimit: 400 * MEGABYTE },
];

/** SHA-256 of the Parquet file that a machine of that size writes. */
export async function bytesOn(machine: Machine, emit: (scratch: string) => Generated): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-generators-'));
  const engine = await openDuckDb({ ...machine, spillDirectory: join(scratch, 'spill') });
  try {
    const session = await engine.connect();
    const { setup, select } = emit(scratch);
    for (const statement of setup) await session.execute(statement);
    const file = join(scratch, 'table.parquet');
    await session.writeParquet(select, file, { test: 'bytes' });
    session.close();
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The day so many days after another, `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
