import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, type Session, type Value } from '@sluice/engine';
import { macroStatements } from '../src/index.ts';
import { afterAll, beforeAll } from 'vitest';

/** A session that knows the transforms, open while the tests of one file run. */
export interface Database {
  session(): Session;
  /** The one value of a SELECT of one expression. */
  value(expression: string, from?: string): Promise<Value | undefined>;
}

export function database(): Database {
  let open: { readonly session: Session; close(): Promise<void> } | undefined;
  beforeAll(async () => {
    const spillDirectory = await mkdtemp(join(tmpdir(), 'sluice-transforms-'));
    const engine = await openDuckDb({ threads: 2, spillDirectory });
    const session = await engine.connect();
    for (const statement of macroStatements()) await session.execute(statement);
    open = {
      session,
      async close() {
        session.close();
        engine.close();
        await rm(spillDirectory, { recursive: true, force: true });
      },
    };
  });
  afterAll(() => open?.close());
  const session = (): Session => {
    if (open === undefined) throw new Error('The database is open within tests only.');
    return open.session;
  };
  return {
    session,
    async value(expression, from) {
      const rows = await session().query(`SELECT ${expression} AS value${from === undefined ? '' : ` FROM ${from}`}`);
      return rows[0]?.['value'];
    },
  };
}

/** A whole number of 1/10^places as a SQL literal: decimal(-105n, 2) is `-1.05`. */
export function decimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** The quotient rounded to a whole number, halves away from zero. `divisor` is above 0. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}

/** What a DECIMAL(18,2) of so many cents reads as. */
export function money(cents: bigint): string {
  return decimal(cents, 2);
}
