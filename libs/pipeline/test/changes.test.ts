import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { changesOf } from '../src/mutate/changes.ts';

const engine = await openDuckDb({ memoryLimit: 1e9, threads: 1, spillDirectory: join(tmpdir(), 'sluice-changes') });
const session = await engine.connect();
afterAll(() => {
  engine.close();
});

/** By operator, what the changes make of a SELECT. */
async function changed(sql: string, operator: string): Promise<readonly string[]> {
  const changes = changesOf(await session.readTree(sql)).filter((change) => change.operator === operator);
  const printed: string[] = [];
  for (const { tree } of changes) printed.push(await session.printTree(tree));
  return printed;
}

describe(changesOf, () => {
  it.each<readonly [operator: string, sql: string, becomes: readonly string[]]>([
    ['comparison', 'SELECT (a < b) FROM t', ['SELECT (a <= b) FROM t']],
    ['comparison', 'SELECT (a <= b) FROM t', ['SELECT (a < b) FROM t']],
    ['comparison', 'SELECT (a > b) FROM t', ['SELECT (a >= b) FROM t']],
    ['comparison', 'SELECT (a = b) FROM t', ['SELECT (a != b) FROM t']],
    ['filter', 'SELECT a FROM t WHERE (a = 1)', ['SELECT a FROM t']],
    ['filter', 'SELECT a FROM t WHERE (x AND y)', ['SELECT a FROM t WHERE y', 'SELECT a FROM t WHERE x']],
    ['filter', 'SELECT a FROM t GROUP BY a HAVING (a > 1)', ['SELECT a FROM t GROUP BY a']],
    ['filter', 'SELECT a FROM t QUALIFY (rank() OVER (ORDER BY a) = 1)', ['SELECT a FROM t']],
    ['filter', 'SELECT sum(a) FILTER (WHERE b) FROM t', ['SELECT sum(a) FROM t']],
    ['join', 'SELECT a FROM t LEFT JOIN u ON ((t.x = u.x))', ['SELECT a FROM t INNER JOIN u ON ((t.x = u.x))']],
    ['join', 'SELECT a FROM t JOIN u ON ((t.x = u.x))', ['SELECT a FROM t LEFT JOIN u ON ((t.x = u.x))']],
    ['join', 'SELECT a FROM t FULL JOIN u ON ((t.x = u.x))', ['SELECT a FROM t LEFT JOIN u ON ((t.x = u.x))']],
    ['join', 'SELECT a FROM t CROSS JOIN u', []],
    ['aggregate', 'SELECT sum(a) FROM t', ['SELECT max(a) FROM t', 'SELECT avg(a) FROM t']],
    ['aggregate', 'SELECT min(a) FROM t', ['SELECT max(a) FROM t']],
    ['aggregate', 'SELECT count(*) FROM t', ['SELECT count(DISTINCT 1) FROM t']],
    ['aggregate', 'SELECT count(a) FROM t', ['SELECT count(DISTINCT a) FROM t']],
    ['constant', 'SELECT a FROM t WHERE (a > 10)', ['SELECT a FROM t WHERE (a > 9)', 'SELECT a FROM t WHERE (a > 11)']],
    ['constant', "SELECT 1.50, 'x', NULL", ["SELECT 1.49, 'x', NULL", "SELECT 1.51, 'x', NULL"]],
    ['distinct', 'SELECT DISTINCT a FROM t', ['SELECT a FROM t']],
    ['distinct', 'SELECT count(DISTINCT a) FROM t', ['SELECT count(a) FROM t']],
    ['distinct', '(SELECT a FROM t) UNION (SELECT b FROM u)', ['(SELECT a FROM t) UNION ALL (SELECT b FROM u)']],
    ['order', 'SELECT rank() OVER (ORDER BY a DESC) FROM t', ['SELECT rank() OVER (ORDER BY a ASC) FROM t']],
    ['order', "SELECT string_agg(a, ',' ORDER BY b) FROM t", ["SELECT string_agg(a, ',' ORDER BY b DESC) FROM t"]],
    ['order', 'SELECT a FROM t ORDER BY a', []],
    [
      'window',
      'SELECT rank() OVER (PARTITION BY a) FROM t',
      ['SELECT row_number() OVER (PARTITION BY a) FROM t', 'SELECT rank() OVER () FROM t'],
    ],
    ['case', 'SELECT CASE  WHEN (a) THEN (1) ELSE 2 END FROM t', ['SELECT CASE  WHEN (a) THEN (2) ELSE 1 END FROM t']],
    [
      'case',
      'SELECT CASE  WHEN (a) THEN (1) WHEN (b) THEN (2) ELSE 3 END FROM t',
      [
        'SELECT CASE  WHEN (a) THEN (2) WHEN (b) THEN (1) ELSE 3 END FROM t',
        'SELECT CASE  WHEN (a) THEN (1) WHEN (b) THEN (3) ELSE 2 END FROM t',
      ],
    ],
    ['coalesce', 'SELECT COALESCE(a, 0) AS b FROM t', ['SELECT a AS b FROM t']],
    ['arithmetic', 'SELECT (a + b) FROM t', ['SELECT (a - b) FROM t']],
    ['arithmetic', 'SELECT (a * b) FROM t', ['SELECT (a / b) FROM t']],
    ['negation', 'SELECT (a IS NULL) FROM t', ['SELECT (a IS NOT NULL) FROM t']],
    ['negation', 'SELECT a FROM t WHERE (NOT b)', ['SELECT a FROM t WHERE b']],
  ])('makes a mistake of the kind %s in %s', async (operator, sql, becomes) => {
    expect(await changed(sql, operator)).toEqual(becomes);
  });

  it('looks into WITH, subqueries and derived tables', async () => {
    const sql =
      'WITH q AS (SELECT a FROM t WHERE a < 1) SELECT * FROM (SELECT a FROM q WHERE a < 2) WHERE a IN (SELECT b FROM u WHERE b < 3)';
    expect(await changed(sql, 'comparison')).toHaveLength(3);
  });

  it('leaves recursive queries alone, which may never end without their filter', async () => {
    const sql = 'WITH RECURSIVE q AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM q WHERE i < 5) SELECT i FROM q';
    expect(changesOf(await session.readTree(sql))).toEqual([]);
  });
});
