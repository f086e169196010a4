import type { Session } from '@sluice/engine';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareAppend } from '../../src/delta/append.ts';
import { changes } from '../../src/delta/change-feed.ts';
import { prepareDelete } from '../../src/delta/delete.ts';
import { openDelta } from '../../src/delta/delta-table.ts';
import type { DeltaTable } from '../../src/delta/delta-table.ts';
import { prepareMerge } from '../../src/delta/merge.ts';
import { prepareOptimize } from '../../src/delta/optimize.ts';
import { prepareReplace } from '../../src/delta/replace.ts';
import { prepareRestore } from '../../src/delta/restore.ts';
import type { DeltaSnapshot } from '../../src/delta/snapshot.ts';
import { prepareUpdate } from '../../src/delta/update.ts';
import type { Change, TableColumn } from '../../src/table.ts';
import { connectForFile, emptyStorage } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const columns: readonly TableColumn[] = [
  { name: 'id', type: 'BIGINT', nullable: true },
  { name: 'day', type: 'DATE', nullable: true },
  { name: 'näme', type: 'VARCHAR', nullable: true },
  { name: 'amount', type: 'DECIMAL(12,2)', nullable: true },
];
const names = columns.map(({ name }) => `"${name}"`).join(', ');

type Cells = readonly [id: number | null, day: number | null, name: string | null, amount: number | null];

const cells: fc.Arbitrary<Cells> = fc.tuple(
  fc.option(fc.nat(9), { nil: null }),
  fc.option(fc.integer({ min: 1, max: 3 }), { freq: 5, nil: null }),
  fc.option(fc.constantFrom('a', "b'", 'ä', '🦆'), { nil: null }),
  fc.option(fc.nat(2), { nil: null }),
);
const rows = fc.array(cells, { maxLength: 12 });

/** A SELECT of rows in the table's columns. */
function select(of: readonly Cells[]): string {
  const values = of.map(
    ([id, day, name, amount]) =>
      `(${String(id)}, ${day === null ? 'NULL' : `'2026-01-0${String(day)}'`}, ${name === null ? 'NULL' : `'${name.replace("'", "''")}'`}, ${String(amount)})`,
  );
  const typed = columns.map(({ name, type }, index) => `c${String(index)}::${type} AS "${name}"`).join(', ');
  const none = `(SELECT NULL, NULL, NULL, NULL WHERE false)`;
  return `SELECT ${typed} FROM ${values.length === 0 ? none : `(VALUES ${values.join(', ')})`} AS v(c0, c1, c2, c3)`;
}

/** A change of the table, and the same one in SQL on a table named `expected`. */
interface Operation {
  readonly prepare: (table: DeltaTable, snapshot: DeltaSnapshot) => Promise<Change | undefined>;
  readonly sql: readonly string[];
}

const keysOf = fc.constantFrom(['id'], ['id', 'day'], ['day', 'näme']);

const merge: fc.Arbitrary<Operation> = fc
  .record({
    keys: keysOf,
    source: rows,
    whenMatched: fc.constantFrom('update', 'update', 'delete', 'keep'),
    whenNotMatched: fc.constantFrom('insert', 'insert', 'ignore'),
  })
  .map(({ keys, source, whenMatched, whenNotMatched }) => {
    const places = keys.map((key) => columns.findIndex(({ name }) => name === key));
    const seen = new Set<string>();
    const unique = source.filter((row) => {
      const key = places.map((place) => row[place]);
      if (key.includes(null)) return true;
      const known = seen.has(JSON.stringify(key));
      seen.add(JSON.stringify(key));
      return !known;
    });
    const on = keys.map((key) => `s."${key}" = t."${key}"`).join(' AND ');
    const set = columns.map(({ name }) => `"${name}" = s."${name}"`).join(', ');
    const matched = {
      update: [`UPDATE expected AS t SET ${set} FROM source AS s WHERE ${on}`],
      delete: [`DELETE FROM expected AS t WHERE EXISTS (SELECT 1 FROM source AS s WHERE ${on})`],
      keep: [],
    };
    return {
      prepare: (table, snapshot) =>
        prepareMerge(session, table.storage, snapshot, { source: select(unique), keys, whenMatched, whenNotMatched }),
      sql: [
        `CREATE OR REPLACE TEMP TABLE source AS ${select(unique)}`,
        `CREATE OR REPLACE TEMP TABLE news AS SELECT * FROM source AS s WHERE NOT EXISTS (SELECT 1 FROM expected AS t WHERE ${on})`,
        ...matched[whenMatched],
        ...(whenNotMatched === 'insert' ? ['INSERT INTO expected SELECT * FROM news'] : []),
      ],
    };
  });

const replace: fc.Arbitrary<Operation> = fc
  .record({ by: keysOf, source: rows, touched: fc.option(rows, { nil: undefined }) })
  .map(({ by, source, touched }) => {
    const on = (other: string) => by.map((key) => `t."${key}" IS NOT DISTINCT FROM ${other}."${key}"`).join(' AND ');
    return {
      prepare: (table, snapshot) =>
        prepareReplace(session, table.storage, snapshot, {
          source: select(source),
          by,
          touched: touched === undefined ? undefined : select(touched),
        }),
      sql: [
        `CREATE OR REPLACE TEMP TABLE touched AS ${select(touched ?? source)}`,
        `DELETE FROM expected AS t WHERE EXISTS (SELECT 1 FROM touched AS o WHERE ${on('o')})`,
        `INSERT INTO expected SELECT * FROM (${select(source)}) AS t WHERE EXISTS (SELECT 1 FROM touched AS o WHERE ${on('o')})`,
      ],
    };
  });

const conditions = fc.constantFrom(
  'id > 4',
  `"näme" = 'b''' OR amount IS NULL -- and that is all`,
  "day = '2026-01-02'",
  'id IN (SELECT 3)',
  'true',
  'NULL',
);

const remove: fc.Arbitrary<Operation> = conditions.map((where) => ({
  prepare: (table, snapshot) => prepareDelete(session, table.storage, snapshot, { where }),
  sql: [`DELETE FROM expected WHERE (${where}\n)`],
}));

const update: fc.Arbitrary<Operation> = fc
  .tuple(
    conditions,
    fc.constantFrom<Record<string, string>>(
      { amount: 'coalesce(amount, 0)' },
      { day: "'2026-01-03'", AMOUNT: '1' },
      { 'näme': `"näme" || 'x'`, id: 'id + 0' },
    ),
  )
  .map(([where, set]) => ({
    prepare: (table, snapshot) => prepareUpdate(session, table.storage, snapshot, { set, where }),
    sql: [
      `UPDATE expected SET ${Object.entries(set)
        .map(([name, value]) => `"${name}" = ${value}`)
        .join(', ')} WHERE (${where}\n)`,
    ],
  }));

const pack: fc.Arbitrary<Operation> = fc.constant({
  prepare: (table, snapshot) => prepareOptimize(session, table.storage, snapshot),
  sql: [],
});

const operation = fc.oneof(
  { weight: 4, arbitrary: merge },
  { weight: 3, arbitrary: replace },
  { weight: 1, arbitrary: remove },
  { weight: 1, arbitrary: update },
  { weight: 1, arbitrary: pack },
);

/** What is in one relation more often than in the other. */
async function difference(one: string, other: string): Promise<unknown> {
  const surplus = (from: string, without: string) =>
    `(SELECT ${names} FROM (${from}) EXCEPT ALL SELECT ${names} FROM (${without}))`;
  return session.query(
    `SELECT 'first' AS only, * FROM ${surplus(one, other)} UNION ALL SELECT 'second', * FROM ${surplus(other, one)} ORDER BY ALL`,
  );
}

/** A table of several files, and the same rows in `expected`. */
async function makeTable(
  batches: readonly (readonly Cells[])[],
  partitionedBy: readonly string[],
): Promise<DeltaTable> {
  const table = openDelta(emptyStorage());
  const definition = { columns, partitionedBy, properties: new Map<string, string>() };
  await session.execute(`CREATE OR REPLACE TABLE expected AS ${select(batches.flat())}`);
  let snapshot: DeltaSnapshot | undefined;
  for (const batch of [[], ...batches]) {
    const change = await prepareAppend(session, table.storage, snapshot, {
      select: { sql: select(batch) },
      definition,
    });
    await table.commit(session, change);
    snapshot = await table.snapshot(session);
  }
  return table;
}

const history = fc.record({
  batches: fc.array(rows, { minLength: 1, maxLength: 3 }),
  partitionedBy: fc.constantFrom([], ['day'], ['näme', 'day']),
  operations: fc.array(operation, { minLength: 1, maxLength: 4 }),
});

describe('a history of merges, replacements, deletions, updates and packing', () => {
  it(
    'has the rows that the same history has in plain SQL, tells its changes, and can be undone',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ batches, partitionedBy, operations }) => {
          const table = await makeTable(batches, partitionedBy);
          const first = await table.snapshot(session);
          for (const { prepare, sql } of operations) {
            const before = await table.snapshot(session);
            const change = await prepare(table, before);
            for (const statement of sql) await session.execute(statement);
            if (change !== undefined) await table.commit(session, change);
            const after = await table.snapshot(session);
            expect(after.version).toBe(before.version + (change === undefined ? 0 : 1));
            expect(await difference(table.relation(after), 'FROM expected')).toEqual([]);
          }
          await demandChangesTold(table, first);
          await demandRestorable(table, first);
        }),
        { numRuns: 15 },
      );
    },
  );
});

/** Changes taken off and put onto the rows of a version give those of the newest one. */
async function demandChangesTold(table: DeltaTable, first: DeltaSnapshot): Promise<void> {
  const last = await table.snapshot(session);
  for (const keys of [[], ['id'], ['day', 'näme']]) {
    const feed = await changes(session, table.storage, first.version, last, keys);
    const came = `SELECT ${names} FROM (${feed}) WHERE _change_type IN ('insert', 'update_postimage')`;
    const went = `SELECT ${names} FROM (${feed}) WHERE _change_type IN ('delete', 'update_preimage')`;
    const replayed = `(SELECT ${names} FROM (${table.relation(first)}) UNION ALL ${came}) EXCEPT ALL (${went})`;
    expect(await difference(replayed, table.relation(last))).toEqual([]);
    expect(await session.query(`(${came}) INTERSECT ALL (${went})`)).toEqual([]);
  }
}

async function demandRestorable(table: DeltaTable, first: DeltaSnapshot): Promise<void> {
  const last = await table.snapshot(session);
  const change = await prepareRestore(session, table.storage, last, { version: first.version });
  if (change !== undefined) await table.commit(session, change);
  const restored = await table.snapshot(session);
  expect(restored.files.map(({ path }) => path).sort()).toEqual(first.files.map(({ path }) => path).sort());
  expect(await difference(table.relation(restored), table.relation(first))).toEqual([]);
  expect(await prepareRestore(session, table.storage, restored, { version: first.version })).toBeUndefined();
}
