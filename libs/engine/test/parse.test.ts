import { describe, expect, it } from 'vitest';
import { SqlRefusedError, SqlSyntaxError, wrapSql, type ParsedSelect } from '../src/index.ts';
import { connectForFile, rejection } from './support.ts';

const session = await connectForFile();

function parse(sql: string): Promise<ParsedSelect> {
  return session.parse({ sql, location: { file: 'm.sql', line: 1 } });
}

async function tables(sql: string): Promise<string[]> {
  const parsed = await parse(sql);
  return parsed.tables.map(({ schema, name }) => (schema === undefined ? name : `${schema}.${name}`)).sort();
}

describe('the tables of a SELECT', () => {
  it.each<[string, string[]]>([
    ['SELECT 1', []],
    ['VALUES (1)', []],
    ['FROM range(3)', []],
    ['FROM generate_series(1, 3) s(i), unnest([1]) u(x), (VALUES (1)) v(y)', []],
    ['TABLE silver.x', ['silver.x']],
    ['FROM silver.x', ['silver.x']],
    ['SELECT * FROM silver.x AS a JOIN silver.y b USING (id)', ['silver.x', 'silver.y']],
    ['SELECT * FROM silver.x NATURAL JOIN silver.y', ['silver.x', 'silver.y']],
    ['SELECT * FROM silver.x ASOF JOIN silver.y ON x.t >= y.t', ['silver.x', 'silver.y']],
    ['SELECT * FROM silver.x POSITIONAL JOIN silver.y', ['silver.x', 'silver.y']],
    ['SELECT * FROM silver.x a, LATERAL (SELECT * FROM silver.y WHERE y.id = a.id)', ['silver.x', 'silver.y']],
    ['SELECT (SELECT max(a) FROM s.b), EXISTS (FROM s.c), 1 IN (SELECT d FROM s.d)', ['s.b', 's.c', 's.d']],
    ['FROM s.a UNION ALL BY NAME (WITH q AS (FROM s.b) FROM q) EXCEPT FROM s.c', ['s.a', 's.b', 's.c']],
    [
      'SELECT * FROM s.a QUALIFY row_number() OVER (PARTITION BY b ORDER BY (SELECT max(x) FROM s.c)) = 1',
      ['s.a', 's.c'],
    ],
    ['FROM (PIVOT s.a ON b IN (1, 2) USING sum(c))', ['s.a']],
    ['UNPIVOT s.a ON b, c INTO NAME n VALUE v', ['s.a']],
    ['SELECT list_transform(l, lambda x: x + 1) FROM s.a', ['s.a']],
    ['SELECT * FROM s.a TABLESAMPLE 10%', ['s.a']],
    ['SELECT * FROM s."x y" AS "a b", "or""der"."se.lect"', ['or"der.se.lect', 's.x y']],
    ['SELECT * FROM s.a, s.a', ['s.a', 's.a']],
  ])('%s', async (sql, expected) => {
    expect(await tables(sql)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['WITH a AS (FROM s.x) FROM a', ['s.x']],
    ['WITH a AS (FROM a) FROM a', ['a']],
    ['WITH A AS (FROM s.x) FROM a JOIN s.a ON true', ['s.a', 's.x']],
    ['WITH a AS (FROM b), b AS (FROM s.x) FROM a, b', ['b', 's.x']],
    ['WITH a AS (FROM s.x), b AS (FROM a) FROM b', ['s.x']],
    ['WITH a AS (FROM s.x) SELECT (WITH a AS (FROM s.y) SELECT max(i) FROM a) FROM a', ['s.x', 's.y']],
    ['SELECT * FROM (WITH a AS (FROM s.x) FROM a), a', ['a', 's.x']],
    ['WITH a AS (FROM s.x) FROM a UNION ALL FROM a', ['s.x']],
    ['WITH a AS (FROM s.x) SELECT * FROM s.y WHERE EXISTS (FROM a WHERE a.id = y.id)', ['s.x', 's.y']],
    [
      'WITH RECURSIVE r AS (SELECT id FROM s.x UNION ALL SELECT r.id FROM r JOIN s.y ON r.id = y.up) FROM r',
      ['s.x', 's.y'],
    ],
    ['WITH RECURSIVE r AS (FROM r) FROM r', ['r']],
  ])('without its own CTEs: %s', async (sql, expected) => {
    expect(await tables(sql)).toEqual(expected);
  });

  it('come with their lines in the user’s file, also from wrapped SQL with wide characters', async () => {
    const text = { sql: "-- 日本\nSELECT '🎉'\nFROM s.a\nJOIN s.b USING (id)", location: { file: 'm.sql', line: 5 } };
    for (const sql of [text, wrapSql('SELECT * FROM (', text, ') ORDER BY 1')]) {
      expect((await session.parse(sql)).tables).toEqual([
        { schema: 's', name: 'a', line: 7 },
        { schema: 's', name: 'b', line: 8 },
      ]);
    }
  });
});

describe('the columns of a SELECT', () => {
  it('are all that occur anywhere, in lower case', async () => {
    const { columns, star } = await parse(
      'WITH c AS (SELECT Aa FROM s.t WHERE "b B" > 1) SELECT sum(d) OVER (PARTITION BY e ORDER BY f), p.seed ' +
        'FROM c JOIN s.u USING (g) CROSS JOIN run.parameters p GROUP BY ALL HAVING h ORDER BY i',
    );
    expect([...columns].sort()).toEqual(['aa', 'b b', 'd', 'e', 'f', 'g', 'h', 'i', 'p', 'seed']);
    expect(star).toBe(false);
  });

  it.each([
    'SELECT * FROM s.t',
    'FROM s.t',
    'TABLE s.t',
    'SELECT t.* FROM s.t',
    "SELECT COLUMNS('a.*') FROM s.t",
    'SELECT a FROM s.t NATURAL JOIN s.u',
    'SELECT t FROM s.t',
    'SELECT p FROM run.parameters p',
    'SELECT a FROM (PIVOT s.t ON b IN (1) USING sum(c))',
  ])('are all of them in %s', async (sql) => {
    expect((await parse(sql)).star).toBe(true);
  });
});

it('lists the functions of a SELECT, aggregates and windows included, in lower case', async () => {
  const { functions } = await parse('SELECT Money_Average(a), lag(b) OVER (), count(*) FROM s.t WHERE is_weekend(c)');
  expect([...functions].sort()).toEqual(['count_star', 'is_weekend', 'lag', 'money_average']);
});

describe('SQL that is no model', () => {
  it.each([
    ['', 'it is empty'],
    ['-- nothing', 'it is empty'],
    ['SELECT 1; SELECT 2', 'several statements'],
    ['INSERT INTO s.t VALUES (1)', 'must be one SELECT'],
    ['CREATE TABLE t (i INTEGER)', 'must be one SELECT'],
    ['DROP TABLE s.t', 'must be one SELECT'],
    ["COPY s.t TO 'x'", 'must be one SELECT'],
    ["ATTACH 'x'", 'must be one SELECT'],
    ['SET threads = 1', 'must be one SELECT'],
    ['PRAGMA version', 'must be one SELECT'],
    ['INSTALL httpfs', 'must be one SELECT'],
    ['EXPLAIN SELECT 1', 'must be one SELECT'],
    ['DESCRIBE s.t', 'not DESCRIBE'],
    ['SUMMARIZE s.t', 'not DESCRIBE'],
    ['SHOW TABLES', 'not DESCRIBE'],
    ["FROM 'x.parquet'", "it reads the file 'x.parquet'"],
    ['FROM "https://x/y.csv"', "it reads the file 'https://x/y.csv'"],
    ["SELECT * FROM read_csv('x.csv')", 'read_csv()'],
    ["SELECT * FROM s.t WHERE id IN (FROM read_text('/etc/passwd'))", 'read_text()'],
    ["FROM query('SELECT 1')", 'query()'],
    ["FROM query_table('s.t')", 'query_table()'],
    ['FROM duckdb_settings()', 'duckdb_settings()'],
    ['FROM a.b.c', 'without a catalog'],
  ])('is refused: %s', async (sql, reason) => {
    const error = await rejection(parse(sql));
    expect(error).toBeInstanceOf(SqlRefusedError);
    expect(error).toMatchObject({ code: 'SQL_REFUSED', exitCode: 2, sql, location: { file: 'm.sql' } });
    expect(error).toHaveProperty('message', expect.stringContaining(reason));
  });

  it('is refused at its place', async () => {
    const error = await rejection(parse("SELECT *\nFROM s.t\nJOIN 'é.csv' ON true"));
    expect(error).toMatchObject({ location: { file: 'm.sql', line: 3, column: 6 } });
  });

  it('is a syntax error where it cannot be read', async () => {
    const error = await rejection(parse('SELECT a,\n  FROM FROM s.t'));
    expect(error).toBeInstanceOf(SqlSyntaxError);
    expect(error).toMatchObject({ exitCode: 2, location: { file: 'm.sql', line: 2 } });
  });
});
