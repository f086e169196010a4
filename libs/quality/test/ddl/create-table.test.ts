import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, DdlImpossibleError } from '../../src/index.ts';
import { contractOf, useBench } from '../support.ts';

const orders = contractOf(
  `      - { name: order_id, logicalType: string, primaryKey: true, primaryKeyPosition: 2, logicalTypeOptions: { pattern: '^O[0-9]{1,6}$' } }
      - { name: day, logicalType: date, primaryKey: true, primaryKeyPosition: 1, logicalTypeOptions: { minimum: '2024-02-29' } }
      - { name: code, logicalType: string, unique: true, logicalTypeOptions: { minLength: 1, maxLength: 2 } }
      - { name: cost, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true, logicalTypeOptions: { exclusiveMinimum: 0, multipleOf: 0.05 } }
      - { name: price, logicalType: number, physicalType: 'DECIMAL(12,2)' }
      - { name: ratio, logicalType: number, logicalTypeOptions: { maximum: 1 } }
      - { name: at, logicalType: timestamp, logicalTypeOptions: { maximum: '2030-01-01T00:00:00Z' } }
      - { name: visits, physicalType: UBIGINT, description: "The customer's visits." }
      - { name: open, logicalType: time }
      - { name: word, logicalType: string, logicalTypeOptions: { pattern: '\\w.' } }
      - name: status
        logicalType: string
        quality: [{ metric: invalidValues, arguments: { validValues: [open, "it's"] }, mustBe: 0 }]
      - { name: customer, logicalType: string, relationships: [{ to: customers.customer }] }`,
  `    quality:
      - type: custom
        engine: greatExpectations
        implementation: { type: expect_column_pair_values_a_to_be_greater_than_b, kwargs: { column_A: price, column_B: cost, ignore_row_if: either_value_is_missing } }`,
);

const good = {
  order_id: "'O1'",
  day: "DATE '2024-02-29'",
  code: "'👩‍'",
  cost: '1.05',
  price: '2.00',
  ratio: '0.5',
  at: "TIMESTAMPTZ '2029-12-31 23:59:59Z'",
  visits: '18446744073709551615',
  open: "TIME '12:30:00'",
  word: "'ab'",
  status: "'it''s'",
  customer: "'c'",
};

type Insert = (table: string) => Promise<unknown>;
const insert = (cells: Partial<typeof good>) =>
  `INSERT INTO orders VALUES (${Object.values({ ...good, ...cells }).join(', ')})`;

const refused: readonly (readonly [string, Partial<typeof good>])[] = [
  ['a null key', { order_id: 'NULL' }],
  ['a null', { cost: 'NULL' }],
  ['order_id.pattern', { order_id: "'P1'" }],
  ['day.minimum', { day: "DATE '2024-02-28'" }],
  ['code.minLength', { code: "''" }],
  ['code.maxLength', { code: "'👩‍👩'" }],
  ['cost.exclusiveMinimum', { cost: '0.00' }],
  ['cost.multipleOf', { cost: '1.01' }],
  ['ratio.maximum', { ratio: '1.5' }],
  ['ratio.maximum', { ratio: "'NaN'" }],
  ['at.maximum', { at: "TIMESTAMPTZ '2030-01-01 00:30:00-01:00'" }],
  ['status.invalidValues', { status: "'done'" }],
  ['cost+price', { price: '1.00' }],
];

async function expectRefusals(run: Insert): Promise<void> {
  for (const [reason, cells] of refused) await expect(run(insert(cells)), reason).rejects.toThrow();
  await run(insert({}));
  await expect(run(insert({ code: "'b'" })), 'a second row of the key').rejects.toThrow();
  await expect(run(insert({ order_id: "'O2'" })), 'a second row of the code').rejects.toThrow();
  const optional = { code: 'NULL', price: 'NULL', ratio: 'NULL', at: 'NULL', status: 'NULL', word: 'NULL' };
  await run(insert({ ...optional, order_id: "'O3'" }));
}

describe('createTable for DuckDB', () => {
  const bench = useBench();

  it('makes a table that refuses what the audit would', async () => {
    await bench.session.execute(createTable(orders, 'duckdb'));
    await expectRefusals((sql) => bench.session.execute(sql));
    await expect(bench.session.execute(insert({ order_id: "'O4'", code: "'x'", word: "'-'" }))).rejects.toThrow(
      'regexp_matches(word',
    );
    const types = await bench.session.describe('FROM orders');
    expect(types.map(({ name, type }) => [name, type])).toEqual(orders.columns.map(({ name, type }) => [name, type]));
  });
});

describe('createTable for PostgreSQL', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  }, 180_000);
  afterAll(() => database.close());

  it('makes a table that refuses the same, and names what it does not hold', async () => {
    const sql = createTable(orders, 'postgres');
    await database.exec(sql);
    await expectRefusals((text) => database.query(text));
    expect(sql.split('\n').filter((line) => line.startsWith('--'))).toEqual([
      '-- not held: word.pattern: PostgreSQL reads \\w. otherwise',
      '-- not held: customer.references(customers.customer): it needs the other table',
    ]);
  });

  it('does without a CHECK where PostgreSQL reads a pattern otherwise', () => {
    const reasons = (pattern: string) =>
      createTable(
        contractOf(
          `      - { name: a, logicalType: string, logicalTypeOptions: { pattern: ${JSON.stringify(pattern)} } }`,
        ),
        'postgres',
      );
    for (const pattern of ['a.b', '\\d', '\\bx', '[\\w]', 'a{256}'])
      expect(reasons(pattern)).toContain('-- not held: a.pattern');
    for (const pattern of ['a\\.b', '[.]', '^(a|b){2,255}$', '[^@ ]+'])
      expect(reasons(pattern)).not.toContain('not held');
  });
});

describe('createTable for CQL', () => {
  it('takes the first column of the key for the partition, and the others for the order within', () => {
    expect(
      createTable(orders, 'cql')
        .split('\n')
        .filter((line) => !line.startsWith('--'))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "CREATE TABLE "orders" (
        "order_id" text,
        "day" date,
        "code" text,
        "cost" decimal,
        "price" decimal,
        "ratio" double,
        "at" timestamp,
        "visits" varint,
        "open" time,
        "word" text,
        "status" text,
        "customer" text,
        PRIMARY KEY (("day"), "order_id")
      );
      "
    `);
  });

  it('takes partitioned columns where there are some', () => {
    const contract = contractOf(`
      - { name: a, logicalType: string, primaryKey: true, primaryKeyPosition: 1, partitioned: true, partitionKeyPosition: 2 }
      - { name: b, logicalType: integer, primaryKey: true, primaryKeyPosition: 2 }
      - { name: c, logicalType: date, primaryKey: true, primaryKeyPosition: 3, partitioned: true, partitionKeyPosition: 1 }`);
    expect(createTable(contract, 'cql')).toContain('PRIMARY KEY (("c", "a"), "b")');
  });

  it('is refused without a primary key', () => {
    expect(() => createTable(contractOf('      - { name: a, logicalType: string }'), 'cql')).toThrow(
      DdlImpossibleError,
    );
  });
});

describe('createTable for Spark SQL', () => {
  it('names the rules that no Parquet table holds', () => {
    expect(createTable(orders, 'spark')).toMatchInlineSnapshot(`
      "-- not held: order_id.pattern: a Parquet table of Spark has no constraints
      -- not held: day.minimum: a Parquet table of Spark has no constraints
      -- not held: code.minLength: a Parquet table of Spark has no constraints
      -- not held: code.maxLength: a Parquet table of Spark has no constraints
      -- not held: cost.exclusiveMinimum: a Parquet table of Spark has no constraints
      -- not held: cost.multipleOf: a Parquet table of Spark has no constraints
      -- not held: ratio.maximum: a Parquet table of Spark has no constraints
      -- not held: at.maximum: a Parquet table of Spark has no constraints
      -- not held: word.pattern: a Parquet table of Spark has no constraints
      -- not held: status.invalidValues: a Parquet table of Spark has no constraints
      -- not held: customer.references(customers.customer): a Parquet table of Spark has no constraints
      -- not held: price+cost.expect_column_pair_values_a_to_be_greater_than_b: a Parquet table of Spark has no constraints
      CREATE TABLE \`orders\` (
        \`order_id\` STRING NOT NULL,
        \`day\` DATE NOT NULL,
        \`code\` STRING,
        \`cost\` DECIMAL(12,2) NOT NULL,
        \`price\` DECIMAL(12,2),
        \`ratio\` DOUBLE,
        \`at\` TIMESTAMP,
        \`visits\` DECIMAL(20,0) COMMENT 'The customer\\'s visits.',
        \`open\` STRING,
        \`word\` STRING,
        \`status\` STRING,
        \`customer\` STRING
      ) USING parquet;
      "
    `);
  });
});
