import { join } from 'node:path';
import { quoteLiteral } from '@sluice/engine';
import type { ForeignTable } from './foreign-table.ts';
import type { Scene } from './scene.ts';
import { nastyTexts } from './values.ts';

/** A step of delta-rs: an operation of its peer, with `rows` as a SELECT of DuckDB. */
interface Step {
  readonly op: string;
  readonly rows?: string;
  readonly [argument: string]: unknown;
}

const primitives = `SELECT * FROM (VALUES
  (1, true, (-128)::TINYINT, 32767::SMALLINT, (-2147483648)::INTEGER, 9223372036854775807::BIGINT, 'NaN'::FLOAT, '-0.0'::DOUBLE,
    (-9999999.99)::DECIMAL(9,2), 9999999999999999999999999999.9999999999::DECIMAL(38,10), '', ''::BLOB, '0001-01-01'::DATE,
    '0001-01-01 00:00:00Z'::TIMESTAMPTZ),
  (2, false, 127, (-32768)::SMALLINT, 0, 0, '-inf', 'inf', 0.01, -0.0000000001, 'NULL', '\\x00\\xFF\\x80'::BLOB, '9999-12-31',
    '9999-12-31 23:59:59.999999Z'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, true, 0, 0, 1, -1, 1.5, 1e300, 0.00, 0.00, '😀''"', 'A'::BLOB, '1969-12-31', '1969-12-31 23:59:59.999999Z')
) t(row, flag, tiny, small, whole, big, single, twofold, money, huge, said, raw, day, moment)`;
// No decimals: delta-rs fails to write a negative one as a partition value. No empty text: delta-rs logs it as it is, which
// the protocol calls null, as DuckDB and we do, and Spark and delta-rs do not.
const partitions = ['flag', 'tiny', 'small', 'whole', 'big', 'day', 'moment'];
const numbered = (from: number, to: number, text: string) =>
  `SELECT i::INTEGER AS id, ${quoteLiteral(text)} || i AS v, (i % 3)::INTEGER AS p FROM range(${from}, ${to}) t(i)`;

const tables: readonly (Omit<ForeignTable, 'make'> & { readonly steps: readonly Step[] })[] = [
  { name: 'every primitive type at its ends, and null', steps: [{ op: 'write', rows: primitives }] },
  {
    name: 'partitions by primitive types',
    steps: [{ op: 'write', rows: primitives, partition_by: partitions }],
  },
  {
    name: 'partitions by texts that paths and logs must escape',
    steps: [
      {
        op: 'write',
        rows: `SELECT unnest([${[...nastyTexts.map(quoteLiteral), 'NULL'].join(', ')}]) AS "a-""b"".ü", 1 AS row`,
        partition_by: ['a-"b".ü'],
      },
    ],
  },
  {
    name: 'nested types',
    steps: [
      {
        op: 'write',
        rows: `SELECT 1 AS row, {'a': 1, 'b': {'c': 'x', 'd': 1.5::DECIMAL(9,3)}} AS s, [1, NULL, 3] AS l, MAP {'a': 1::BIGINT, 'b': NULL} AS m,
            [{'x': DATE '2020-01-01', 'y': ['x', NULL]}, NULL] AS ls UNION ALL
          SELECT 2, NULL, NULL, NULL, NULL UNION ALL SELECT 3, {'a': NULL, 'b': NULL}, [], MAP {}, []`,
      },
    ],
  },
  {
    name: 'a history of merges, deletes, updates, restores and packing over checkpoints',
    steps: [
      {
        op: 'write',
        rows: numbered(0, 30, 'a'),
        partition_by: ['p'],
        configuration: { 'delta.checkpointInterval': '2' },
      },
      { op: 'merge', rows: numbered(20, 40, 'b'), keys: ['id'] },
      { op: 'delete', predicate: 'p = 1' },
      { op: 'delete', predicate: 'id % 7 = 3' },
      { op: 'update', set_to: { v: 'NULL' }, predicate: 'id < 6' },
      { op: 'checkpoint' },
      { op: 'restore', version: 1 },
      { op: 'write', rows: numbered(100, 105, 'late') },
      { op: 'merge', rows: numbered(100, 103, 'gone'), keys: ['id'], matched: 'delete' },
      { op: 'optimize' },
    ],
    versions: [0, 1, 3, 4, 5, 7],
  },
  {
    name: 'columns that came later, then another schema, then a vacuum',
    steps: [
      { op: 'write', rows: numbered(0, 5, 'a') },
      {
        op: 'write',
        rows: "SELECT 7::INTEGER AS id, 'x' AS v, 1::INTEGER AS p, DATE '2020-01-01' AS late",
        schema_mode: 'merge',
      },
      { op: 'write', rows: "SELECT 'text' AS id", mode: 'overwrite', schema_mode: 'overwrite' },
      { op: 'write', rows: "SELECT 'more' AS id" },
      { op: 'vacuum' },
    ],
  },
  {
    name: 'an overwrite by predicate',
    steps: [
      { op: 'write', rows: numbered(0, 9, 'a'), partition_by: ['p'] },
      { op: 'write', rows: `FROM (${numbered(9, 12, 'b')}) WHERE p = 1`, mode: 'overwrite', predicate: 'p = 1' },
    ],
    versions: [0],
  },
];

export const deltaRsTables: readonly ForeignTable[] = tables.map(({ steps, ...table }) => ({
  ...table,
  make: async (scene, folder, beside) => {
    for (const [index, step] of steps.entries()) await run(scene, folder, join(beside, `${index}.parquet`), step);
  },
}));

async function run({ session, peers }: Scene, table: string, file: string, { op, rows, ...rest }: Step): Promise<void> {
  if (rows !== undefined) await session.execute(`COPY (${rows}) TO ${quoteLiteral(file)} (FORMAT parquet)`);
  await peers.deltaRs.ask(op, { table, ...rest, ...(rows === undefined ? {} : { rows: file }) });
}
