import type { Session } from '@sluice/engine';
import { CqlRowsUnfitError } from '../errors.ts';
import { keyText } from './reconcile.ts';
import type { CqlStore } from './store.ts';
import { type CqlColumn, type CqlTable, fullName, keyOf, list } from './table.ts';

/** Temporary tables of a delivery. */
export const WORK = {
  /** Rows that the store is to hold: all, or those of the partitions that are touched. */
  wanted: 'sluice_cql_wanted',
  /** Rows that it holds. */
  stored: 'sluice_cql_stored',
  /** Keys that changed, and the partitions that they lie in. */
  touched: 'sluice_cql_touched',
  partitions: 'sluice_cql_partitions',
  upserts: 'sluice_cql_upserts',
  removals: 'sluice_cql_removals',
} as const;

/** How much there is to do. */
export interface Work {
  readonly written: number;
  readonly removed: number;
  /** The relation of partitions that are touched; undefined where all are. */
  readonly partitions: string | undefined;
}

interface Wanted {
  readonly relation: string;
  readonly fullRefresh: boolean;
}

/** Compares everything: what differs is written, or all of it where that is asked for; what the table lacks is removed. */
export async function workOfAll(
  session: Session,
  store: CqlStore,
  table: CqlTable,
  { relation, fullRefresh }: Wanted,
): Promise<Work> {
  const [columns, key] = [list(table.columns), list(keyOf(table))];
  await make(session, WORK.wanted, `SELECT ${casts(table.columns)} FROM ${relation}`);
  await refuseUnfit(session, table);
  await store.copy(WORK.stored, undefined);
  const differing = `(SELECT ${columns} FROM ${WORK.wanted} EXCEPT SELECT ${columns} FROM ${WORK.stored})`;
  await make(session, WORK.upserts, `SELECT ${columns} FROM ${fullRefresh ? WORK.wanted : differing} ORDER BY ${key}`);
  await make(
    session,
    WORK.removals,
    `SELECT ${key} FROM ${WORK.stored} ANTI JOIN ${WORK.wanted} USING (${key}) ORDER BY ${key}`,
  );
  return { ...(await counted(session)), partitions: undefined };
}

/** Takes the keys that changed: what the table has of them is written, what it does not have is removed. */
export async function workOfChanges(
  session: Session,
  table: CqlTable,
  { relation }: Wanted,
  changes: string,
): Promise<Work> {
  const [columns, key, partition] = [list(table.columns), list(keyOf(table)), list(table.partition)];
  await make(session, WORK.touched, `SELECT DISTINCT ${casts(keyOf(table))} FROM (${changes})`);
  await make(session, WORK.partitions, `SELECT DISTINCT ${partition} FROM ${WORK.touched} ORDER BY ${partition}`);
  await make(
    session,
    WORK.wanted,
    `SELECT ${columns} FROM (SELECT ${casts(table.columns)} FROM ${relation}) SEMI JOIN ${WORK.partitions} USING (${partition})`,
  );
  await refuseUnfit(session, table);
  await make(
    session,
    WORK.upserts,
    `SELECT ${columns} FROM ${WORK.wanted} SEMI JOIN ${WORK.touched} USING (${key}) ORDER BY ${key}`,
  );
  await make(
    session,
    WORK.removals,
    `SELECT ${key} FROM ${WORK.touched} ANTI JOIN ${WORK.wanted} USING (${key}) ORDER BY ${key}`,
  );
  return { ...(await counted(session)), partitions: WORK.partitions };
}

export async function dropWork(session: Session): Promise<void> {
  await session.execute(
    Object.values(WORK)
      .map((name) => `DROP TABLE IF EXISTS temp.${name}`)
      .join(';'),
  );
}

async function make(session: Session, name: string, select: string): Promise<void> {
  await session.execute(`CREATE OR REPLACE TEMP TABLE ${name} AS ${select}`);
}

function casts(columns: readonly CqlColumn[]): string {
  return columns.map(({ cast, quoted }) => `${cast} AS ${quoted}`).join(', ');
}

async function counted(session: Session): Promise<Pick<Work, 'written' | 'removed'>> {
  const [row] = await session.query(
    `SELECT (SELECT count(*) FROM ${WORK.upserts}) AS written, (SELECT count(*) FROM ${WORK.removals}) AS removed`,
  );
  return { written: Number(row?.['written']), removed: Number(row?.['removed']) };
}

/** A key must be there, once, and its partition must not be one empty text: CQL has no place for it. */
async function refuseUnfit(session: Session, table: CqlTable): Promise<void> {
  const key = keyOf(table);
  const [only, ...others] = table.partition;
  const nulls = key.map(({ quoted }) => `${quoted} IS NULL`);
  const empty = only?.type === 'text' && others.length === 0 ? [`${only.quoted} = ''`] : [];
  const rules = {
    'CQL has no row with a key that is null or empty': `WHERE ${[...nulls, ...empty].join(' OR ')}`,
    'several rows have the same key': `GROUP BY ${list(key)} HAVING count(*) > 1`,
  };
  for (const [problem, rule] of Object.entries(rules)) {
    const [row] = await session.query(`SELECT ${list(key)} FROM ${WORK.wanted} ${rule} ORDER BY ALL LIMIT 1`);
    if (row !== undefined) throw new CqlRowsUnfitError(fullName(table), `${problem}, such as ${keyText(key, row)}.`);
  }
}
