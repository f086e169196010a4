/** A table that asks for more than we do; Spark makes it. */
export interface Refusal {
  readonly feature: string;
  /** @param table  as SQL names it */
  statements(table: string): readonly string[];
}

const create = (columns: string, properties: string) => (table: string) => [
  `CREATE TABLE ${table} (${columns}) USING delta TBLPROPERTIES (${properties})`,
];
const createAndFill = (columns: string, properties: string) => (table: string) => [
  ...create(columns, properties)(table),
  `INSERT INTO ${table} SELECT id FROM range(5)`,
];

/** Whoever does not know these reads something else than what the table holds. */
export const unreadable: readonly Refusal[] = [
  {
    feature: 'deletionVectors',
    statements: (table) => [
      ...createAndFill('id BIGINT', "'delta.enableDeletionVectors' = 'true'")(table),
      `DELETE FROM ${table} WHERE id = 3`,
    ],
  },
  { feature: 'columnMapping', statements: createAndFill('id BIGINT', "'delta.columnMapping.mode' = 'name'") },
  { feature: 'timestampNtz', statements: create('t TIMESTAMP_NTZ', "'kept.by' = 'me'") },
  { feature: 'v2Checkpoint', statements: createAndFill('id BIGINT', "'delta.checkpointPolicy' = 'v2'") },
  { feature: 'typeWidening', statements: createAndFill('id BIGINT', "'delta.enableTypeWidening' = 'true'") },
  { feature: 'variantType', statements: create('v VARIANT', "'kept.by' = 'me'") },
];

/** These ask something of writers alone. */
export const unwritable: readonly Refusal[] = [
  { feature: 'rowTracking', statements: createAndFill('id BIGINT', "'delta.enableRowTracking' = 'true'") },
  { feature: 'inCommitTimestamp', statements: createAndFill('id BIGINT', "'delta.enableInCommitTimestamps' = 'true'") },
  { feature: 'changeDataFeed', statements: createAndFill('id BIGINT', "'delta.enableChangeDataFeed' = 'true'") },
  {
    feature: 'checkConstraints',
    statements: (table) => [
      ...createAndFill('id BIGINT', "'kept.by' = 'me'")(table),
      `ALTER TABLE ${table} ADD CONSTRAINT small CHECK (id < 10)`,
    ],
  },
  {
    feature: 'generatedColumns',
    statements: (table) => [
      `CREATE TABLE ${table} (id BIGINT, twice BIGINT GENERATED ALWAYS AS (id * 2)) USING delta`,
      `INSERT INTO ${table} (id) SELECT id FROM range(5)`,
    ],
  },
  {
    feature: 'identityColumns',
    statements: (table) => [
      `CREATE TABLE ${table} (id BIGINT, n BIGINT GENERATED ALWAYS AS IDENTITY) USING delta`,
      `INSERT INTO ${table} (id) SELECT id FROM range(5)`,
    ],
  },
  {
    feature: 'allowColumnDefaults',
    statements: createAndFill('id BIGINT DEFAULT 7', "'delta.feature.allowColumnDefaults' = 'supported'"),
  },
  {
    feature: 'clustering',
    statements: (table) => [
      `CREATE TABLE ${table} (id BIGINT) USING delta CLUSTER BY (id)`,
      `INSERT INTO ${table} SELECT id FROM range(5)`,
    ],
  },
];
