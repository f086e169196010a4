import type { ForeignTable } from './foreign-table.ts';
import { TYPES, nastyTexts, sparkText } from './values.ts';

/** What Spark is asked for. */
interface SparkTable extends Omit<ForeignTable, 'make'> {
  readonly settings?: Readonly<Record<string, string>>;
  /** @param table  as SQL names it */
  statements(table: string, beside: string): readonly string[];
}

const columns = TYPES.map(({ name, type }) => `${name} ${type}`).join(', ');
const typeRows = [0, 1, 2, 3, 4].map((row) => `(${row}, ${TYPES.map(({ spark }) => spark[row] ?? 'NULL').join(', ')})`);
const partitioning = TYPES.filter(({ partition }) => partition);
const partitionNames = partitioning.map(({ name }) => name).join(', ');

const tables: readonly SparkTable[] = [
  {
    name: 'every primitive type at its ends, and null',
    statements: (table) => [
      `CREATE TABLE ${table} (row INT, ${columns}) USING delta`,
      `INSERT INTO ${table} VALUES ${typeRows.join(', ')}`,
    ],
  },
  {
    name: 'partitions by every primitive type',
    statements: (table) => [
      `CREATE TABLE ${table} (row INT, ${columns}) USING delta PARTITIONED BY (${partitionNames})`,
      `INSERT INTO ${table} VALUES ${typeRows.join(', ')}`,
    ],
  },
  {
    name: 'partitions by texts that paths and logs must escape',
    statements: (table) => [
      `CREATE TABLE ${table} (row INT, \`a-"b".ü\` STRING) USING delta PARTITIONED BY (\`a-"b".ü\`)`,
      `INSERT INTO ${table} VALUES ${nastyTexts.map((text, row) => `(${row}, ${sparkText(text)})`).join(', ')}, (-1, NULL)`,
    ],
  },
  {
    name: 'a partition column between others, and two of them',
    statements: (table) => [
      `CREATE TABLE ${table} (a INT, p STRING, b INT, q DATE, c STRING) USING delta PARTITIONED BY (q, p)`,
      `INSERT INTO ${table} SELECT id, 'p' || id % 2, id * 2, DATE'2020-02-29' + CAST(id % 2 AS INT), 'c' FROM range(9)`,
    ],
  },
  {
    name: 'nested types with nulls at every depth',
    statements: (table) => [
      `CREATE TABLE ${table} (row INT, s STRUCT<a: INT, b: STRUCT<c: STRING, d: DECIMAL(9,3)>>, l ARRAY<INT>, m MAP<STRING, BIGINT>,
        ls ARRAY<STRUCT<x: DATE, y: ARRAY<STRING>>>, ms MAP<INT, STRUCT<t: TIMESTAMP, f: MAP<STRING, DOUBLE>>>) USING delta`,
      `INSERT INTO ${table}
        SELECT 1, struct(1, struct('c', 1.5)), array(1, NULL, 3), map('a', 1, 'b', NULL), array(struct(DATE'2020-01-01', array('x', NULL)), NULL),
          map(1, struct(TIMESTAMP'2020-01-01 00:00:00.000001', map('k', double('NaN')))) UNION ALL
        SELECT 2, NULL, NULL, NULL, NULL, NULL UNION ALL
        SELECT 3, struct(NULL, NULL), array(), map(), array(), map() UNION ALL
        SELECT 4, struct(NULL, struct(NULL, NULL)), array(NULL), map('', 0), array(struct(NULL, NULL)), map(2, NULL)`,
    ],
  },
  {
    name: 'columns and fields that came later',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, s STRUCT<a: INT>, l ARRAY<STRUCT<a: INT>>) USING delta`,
      `INSERT INTO ${table} VALUES (1, struct(1), array(struct(1), NULL)), (2, NULL, NULL)`,
      `ALTER TABLE ${table} ADD COLUMNS (late STRING AFTER id, amount DECIMAL(10,2), s.b STRING, l.element.b DATE)`,
      `INSERT INTO ${table} VALUES (3, 'x', struct(3, 'b'), array(struct(3, DATE'2020-01-01')), 9.99)`,
      `ALTER TABLE ${table} ALTER COLUMN amount FIRST`,
      `ALTER TABLE ${table} ADD COLUMNS (first INT FIRST)`,
    ],
    versions: [1, 3],
  },
  {
    name: 'a history of merges, deletes, updates and restores over checkpoints',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, v STRING, p INT) USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.checkpointInterval' = '2')`,
      `INSERT INTO ${table} SELECT id, 'a' || id, id % 3 FROM range(30)`,
      `MERGE INTO ${table} t USING (SELECT id, 'b' || id AS v, id % 3 AS p FROM range(20, 40)) s ON t.id = s.id
        WHEN MATCHED AND s.id % 5 = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *`,
      `DELETE FROM ${table} WHERE p = 1`,
      `DELETE FROM ${table} WHERE id % 7 = 3`,
      `UPDATE ${table} SET v = NULL WHERE id < 6`,
      `RESTORE ${table} TO VERSION AS OF 3`,
      `INSERT INTO ${table} SELECT id, 'late', id % 3 FROM range(100, 105)`,
      `OPTIMIZE ${table}`,
    ],
    versions: [0, 1, 2, 3, 4, 5, 6, 7],
  },
  {
    name: 'checkpoints in parts',
    settings: { 'spark.databricks.delta.checkpoint.partSize': '3' },
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, p INT) USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.checkpointInterval' = '2')`,
      `INSERT INTO ${table} SELECT id, id % 8 FROM range(16)`,
      `DELETE FROM ${table} WHERE p = 5`,
      `INSERT INTO ${table} VALUES (100, 5), (101, NULL)`,
    ],
    versions: [1],
  },
  {
    name: 'another schema after an overwrite',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, v STRING) USING delta PARTITIONED BY (v)`,
      `INSERT INTO ${table} VALUES (1, 'x'), (2, NULL)`,
      `INSERT OVERWRITE ${table} VALUES (3, 'y')`,
      `CREATE OR REPLACE TABLE ${table} USING delta AS SELECT 'now text' AS id, DATE'2020-01-01' AS w`,
      `INSERT INTO ${table} VALUES ('more', NULL)`,
    ],
    versions: [1, 2, 3],
  },
  {
    name: 'one partition that is overwritten',
    settings: { 'spark.sql.sources.partitionOverwriteMode': 'dynamic' },
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, p STRING) USING delta PARTITIONED BY (p)`,
      `INSERT INTO ${table} VALUES (1, 'x'), (2, 'y'), (3, NULL)`,
      `INSERT OVERWRITE ${table} VALUES (4, 'y')`,
    ],
    versions: [1],
  },
  ...(['INT96', 'TIMESTAMP_MILLIS'] as const).map((form) => ({
    name: `timestamps as ${form}`,
    settings: { 'spark.sql.parquet.outputTimestampType': form },
    statements: (table: string) => [
      `CREATE TABLE ${table} (row INT, t TIMESTAMP, l ARRAY<TIMESTAMP>) USING delta`,
      `INSERT INTO ${table} VALUES (1, TIMESTAMP'1960-05-05 01:02:03.004', array(TIMESTAMP'2020-01-01 00:00:00')), (2, NULL, NULL),
        (3, TIMESTAMP'1969-12-31 23:59:59.999', array(NULL)), (4, TIMESTAMP'2200-12-31 23:59:59.999', array())`,
    ],
  })),
  {
    name: 'columns that are not null, of limited length, with comments',
    statements: (table) => [
      `CREATE TABLE ${table} (id BIGINT NOT NULL COMMENT 'it''s "the" key', c CHAR(3), v VARCHAR(5),
        s STRUCT<a: INT NOT NULL COMMENT 'within'>) USING delta COMMENT 'a table' TBLPROPERTIES ('kept.by' = 'me', 'delta.appendOnly' = 'true')`,
      `INSERT INTO ${table} VALUES (1, 'abc', 'abc', struct(1)), (2, NULL, NULL, struct(2))`,
    ],
  },
  {
    name: 'what only writers must honour: checks, defaults, generated columns, change data, row tracking, times in commits',
    unwritable: 'checkConstraints',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, twice INT GENERATED ALWAYS AS (id * 2), d STRING DEFAULT 'none') USING delta
        TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true', 'delta.feature.allowColumnDefaults' = 'supported',
          'delta.enableRowTracking' = 'true', 'delta.enableInCommitTimestamps' = 'true')`,
      `ALTER TABLE ${table} ADD CONSTRAINT positive CHECK (id > 0)`,
      `INSERT INTO ${table} (id) VALUES (1), (2), (3)`,
      `UPDATE ${table} SET d = 'changed' WHERE id = 2`,
      `DELETE FROM ${table} WHERE id = 3`,
    ],
    versions: [2, 3],
  },
  {
    name: 'a void column, which DuckDB does not read',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, nothing VOID) USING delta`,
      `INSERT INTO ${table} (id) VALUES (1), (2)`,
    ],
    readers: ['spark', 'deltaRs'],
  },
  {
    name: 'no rows: no file, and a file of none',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT, p STRING) USING delta PARTITIONED BY (p)`,
      `INSERT INTO ${table} SELECT 1, 'x' WHERE false`,
    ],
    versions: [0],
  },
  {
    name: 'a vacuum after deletes',
    statements: (table) => [
      `CREATE TABLE ${table} (id INT) USING delta`,
      `INSERT INTO ${table} SELECT /*+ REPARTITION(2) */ CAST(id AS INT) FROM range(20)`,
      `DELETE FROM ${table} WHERE id % 2 = 0`,
      `VACUUM ${table} RETAIN 0 HOURS`,
    ],
  },
  {
    // DuckDB's extension takes `file:/…` for a path below the table.
    name: 'absolute paths, as a shallow clone has them, which DuckDB does not read',
    readers: ['spark', 'deltaRs'],
    statements: (table, folder) => [
      `CREATE TABLE delta.\`${folder}/the original\` (id INT, p STRING) USING delta PARTITIONED BY (p)`,
      `INSERT INTO delta.\`${folder}/the original\` VALUES (1, 'a b'), (2, '100%'), (3, NULL)`,
      `CREATE TABLE ${table} SHALLOW CLONE delta.\`${folder}/the original\``,
      `INSERT INTO ${table} VALUES (4, 'a b')`,
    ],
  },
  {
    name: 'Parquet files that became a table',
    statements: (table, folder) => [
      `INSERT OVERWRITE DIRECTORY '${folder}/files' USING parquet SELECT id, 'x' || id AS v FROM range(5)`,
      `CREATE TABLE ${table} USING delta AS SELECT * FROM parquet.\`${folder}/files\` LIMIT 0`,
      `CONVERT TO DELTA parquet.\`${folder}/files\``,
      `INSERT INTO ${table} SELECT * FROM delta.\`${folder}/files\``,
    ],
  },
];

export const sparkTables: readonly ForeignTable[] = tables.map(({ settings = {}, statements, ...table }) => ({
  ...table,
  make: async ({ peers }, folder, beside) => {
    await peers.spark.ask('sql', { statements: statements(`delta.\`${folder}\``, beside), settings });
  },
}));
