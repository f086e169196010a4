import { describe, expect, it } from 'vitest';
import { lineOf, offsetOf, SqlError, SqlRefusedError, SqlSyntaxError } from '../src/index.ts';
import { connectForFile, rejection } from './support.ts';

const session = await connectForFile();

describe('a syntax tree', () => {
  it.each([
    'SELECT DISTINCT a, count(*) FILTER (WHERE b) FROM t LEFT JOIN u ON t.x >= u.y GROUP BY a HAVING count(*) > 1',
    "WITH q AS (SELECT 1.50 AS a, 'é' AS b) SELECT coalesce(a, 0) FROM q WHERE a BETWEEN 1 AND 2 AND b IN ('x')",
    'SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC) FROM s.t UNION ALL SELECT CASE WHEN x THEN 1 END FROM u',
  ])('becomes SQL of the same tree again: %s', async (sql) => {
    const printed = await session.printTree(await session.readTree(sql));
    expect(await session.printTree(await session.readTree(printed))).toBe(printed);
  });

  it('says where its nodes stand, in bytes', async () => {
    const statement = { sql: "SELECT 'é',\n  a FROM t", location: { file: 'm.sql', line: 5 } };
    const tree = await session.readTree(statement);
    expect(tree).toMatchObject({ node: { select_list: [{ query_location: 7 }, { query_location: 15 }] } });
    expect(lineOf(statement, offsetOf({ query_location: 15 }))).toBe(6);
    expect(lineOf(statement, offsetOf({}))).toBe(5);
  });

  it('is refused where JSON would change a number', async () => {
    expect(await rejection(session.readTree('SELECT 9007199254740993'))).toBeInstanceOf(SqlRefusedError);
  });

  it('is of one SELECT', async () => {
    expect(await rejection(session.readTree('SELECT FROM WHERE'))).toBeInstanceOf(SqlSyntaxError);
    expect(await rejection(session.readTree('SELECT 1; SELECT 2'))).toBeInstanceOf(SqlRefusedError);
    expect(await rejection(session.printTree({ node: { type: 'NONE' } }))).toBeInstanceOf(SqlError);
  });
});
