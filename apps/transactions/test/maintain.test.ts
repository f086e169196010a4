import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf, type RunRecord } from '@sluice/pipeline';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { runTransactions } from './run-transactions.ts';
import { maintainTransactions, readTable, versionsOf } from './support.ts';

const SILVER = 'silver.customer_transactions';
const GOLD = 'gold.customer_daily_aggregates';
/** When every file is older than any retention, and when those are that were removed then. */
const [LATER, AFTER_THAT] = ['2100-01-01T00:00:00Z', '2100-01-09T00:00:00Z'];

const day = (number: number) => ({ parameters: { asOf: `2026-01-0${String(number)}`, rows: 300 } });

/** A lake with one run a day. */
async function lakeOf(...days: readonly number[]): Promise<string> {
  const lake = temporaryFolder();
  for (const number of days) expect((await runTransactions(lake, day(number))).error).toBeUndefined();
  return lake;
}

const tablesOf = async (lake: string) => [await readTable(lake, SILVER), await readTable(lake, GOLD)];

const filesOf = (lake: string, table: string): readonly string[] => {
  const [layer = '', name = ''] = table.split('.');
  return readdirSync(layoutOf(lake, 'transactions').folder(layer, name)).filter((file) => file.endsWith('.parquet'));
};

const outcome = ({ error, tables, sinks }: RunRecord) => ({
  error,
  states: tables.filter(({ name }) => name !== 'raw.customer_transactions').map(({ state }) => state),
  sinks: sinks.map((sink) => (sink.kind === 'cql' ? [sink.written, sink.removed, sink.compared] : [])),
});

describe('upkeep of transactions', () => {
  it('leaves one file a table and the same rows, which the next run finds unchanged', async () => {
    const lake = await lakeOf(3, 4, 5);
    const rows = await tablesOf(lake);
    const { tables } = await maintainTransactions(lake, LATER);
    expect(tables.map(({ name, packed, removed }) => [name, packed.into, removed.files])).toEqual([
      [`transactions.${GOLD}`, 1, 0],
      [`transactions.${SILVER}`, 1, 0],
    ]);
    // Gold and the store have read the versions before, whose rows are those of the packed ones.
    expect((await maintainTransactions(lake, AFTER_THAT)).tables.map(({ packed }) => packed.files)).toEqual([0, 0]);
    expect([filesOf(lake, GOLD), filesOf(lake, SILVER)].map(({ length }) => length)).toEqual([1, 1]);
    expect(await tablesOf(lake)).toEqual(rows);
    const versions = [GOLD, SILVER].map((table) => versionsOf(lake, table));
    expect(outcome(await runTransactions(lake, day(5)))).toEqual({
      error: undefined,
      states: ['skipped', 'skipped'],
      sinks: [[0, 0, 0]],
    });
    expect([GOLD, SILVER].map((table) => versionsOf(lake, table))).toEqual(versions);
  });

  it('does not make a later batch touch more than it would have', async () => {
    const [lake, other] = [await lakeOf(3, 4), await lakeOf(3, 4)];
    for (const now of [LATER, AFTER_THAT]) await maintainTransactions(lake, now);
    const [record, undisturbed] = [await runTransactions(lake, day(5)), await runTransactions(other, day(5))];
    const touched = ({ tables }: RunRecord) => tables.map(({ name, rows, reason }) => [name, rows, reason]);
    expect(touched(record)).toEqual(touched(undisturbed));
    expect(outcome(record)).toEqual(outcome(undisturbed));
    expect(await tablesOf(lake)).toEqual(await tablesOf(other));
  });

  it('keeps and names what the store has yet to read, and nothing once it has', async () => {
    const lake = await lakeOf(3, 4);
    const store = join(layoutOf(lake, 'transactions').serving, 'cql.duckdb');
    renameSync(store, `${store}.aside`);
    mkdirSync(store);
    expect((await runTransactions(lake, day(5))).error?.code).toBe('CQL_UNAVAILABLE');
    await expect(maintainTransactions(lake, LATER)).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE' });
    rmdirSync(store);
    renameSync(`${store}.aside`, store);
    const behind = await maintainTransactions(lake, LATER);
    await maintainTransactions(lake, AFTER_THAT);
    const name = 'cql analytics.customer_daily_aggregates';
    expect(behind.tables[0]?.readers).toEqual([{ name, version: 1 }]);
    const next = await runTransactions(lake, day(5));
    const undisturbed = await lakeOf(3, 4);
    expect(outcome(next).sinks).toEqual(outcome(await runTransactions(undisturbed, day(5))).sinks);
    expect((await maintainTransactions(lake, AFTER_THAT)).tables[0]?.readers).toEqual([]);
  });

  it('refuses a shorter retention than the tables have before it touches any', async () => {
    const lake = await lakeOf(3, 4);
    const before = [filesOf(lake, GOLD), filesOf(lake, SILVER), versionsOf(lake, SILVER)];
    const hour = 3_600_000;
    await expect(maintainTransactions(lake, LATER, { retention: hour })).rejects.toMatchObject({
      code: 'RETENTION_TOO_SHORT',
    });
    expect([filesOf(lake, GOLD), filesOf(lake, SILVER), versionsOf(lake, SILVER)]).toEqual(before);
  });
});
