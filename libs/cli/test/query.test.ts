import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
/** Both pipelines, run once. */
let lake: string;
beforeAll(async () => {
  shop = createShop();
  lake = shop.lake();
  const { exitCode, stderr } = await shop.sluice(['run', '--data-dir', lake, '--as-of', '2026-01-01']);
  if (exitCode !== 0) throw new Error(stderr);
}, 60_000);
afterAll(() => {
  shop.remove();
});

describe('sluice query', () => {
  const query = (...args: readonly string[]): Promise<Finished> => shop.sluice(['query', ...args, '--data-dir', lake]);

  it.each(['spending', 'gold.spending', 'shop.gold.spending'])('finds a table by the name %s', async (name) => {
    const { exitCode, stdout } = await query(
      `SELECT customer, total FROM ${name} ORDER BY total DESC LIMIT 1`,
      '--output',
      'json',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ customer: 'c0', total: '165.00' }]);
  });

  it('prints a table, and CSV with a header and quotes', async () => {
    expect((await query("SELECT 1 AS a, 'x' AS b;")).stdout).toBe(
      '┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ x │\n└───┴───┘\n',
    );
    expect((await query(`SELECT 1 AS a, 'x,"y' AS b, NULL AS c`, '--output', 'csv')).stdout).toBe(
      'a,b,c\r\n1,"x,""y",\r\n',
    );
    expect((await query('SELECT 1 AS a WHERE false', '--output', 'csv')).stdout).toBe('a\r\n');
  });

  it('names the candidates of a name that fits several tables, and exits 2', async () => {
    const { exitCode, stderr } = await query('FROM orders');
    expect(exitCode).toBe(2);
    for (const name of ['mirror.bronze.orders', 'mirror.gold.orders', 'shop.bronze.orders'])
      expect(stderr).toContain(name);
    expect(
      (await query('SELECT count(*) AS n FROM bronze.orders', '--pipeline', 'shop', '--output', 'csv')).stdout,
    ).toBe('n\r\n30\r\n');
  });

  it('suggests the nearest table', async () => {
    const { exitCode, stderr } = await query('FROM gold.spendin');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean gold.spending?'),
    });
  });

  it.each(['DROP VIEW gold.spending', "COPY (SELECT 1) TO 'x.csv'", 'SELECT 1; SELECT 2', ''])(
    'refuses %j',
    async (sql) => {
      expect((await query(sql)).exitCode).toBe(2);
      expect(existsSync('x.csv')).toBe(false);
    },
  );

  it('says where a statement is wrong', async () => {
    const { exitCode, stderr } = await query('SELECT 1\nFROM gold.spending\nWHERE custmer = 1');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('query:3');
  });

  it('reads the statement from stdin, and says how many rows it left out', async () => {
    const { stdout, stderr } = await shop.sluice(['query', '-', '--limit', '2', '--data-dir', lake], {
      stdin: 'FROM range(5) t(n);\n',
    });
    expect(stdout).toContain('│ 1 │');
    expect(stdout).not.toContain('│ 2 │');
    expect(stderr).toContain('the first 2 rows');
  });

  it('shows control characters and does not send them', async () => {
    const { stdout } = await query("SELECT chr(27) || '[31m' || chr(10) AS a");
    expect(stdout).toContain('\\u001b[31m\\n');
  });
});

describe('a command that waits for its stdin', () => {
  it.each([
    ['query', '-'],
    ['shell', 'shop'],
  ])('ends with 130 when it is stopped: %s %s', async (...args) => {
    const child = spawn(process.execPath, [shop.launcher, ...args, '--data-dir', lake], {
      env: { PATH: process.env['PATH'], SLUICE_UNKNOWN: 'x' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // The warning of the unknown variable says that the command has begun.
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'close');
    expect(exitCode).toBe(130);
  });
});

describe('sluice shell', () => {
  it('answers statements from stdin, with macros and parameters', async () => {
    const stdin =
      'SELECT rows\nFROM run.parameters; SELECT customer FROM gold.spending ORDER BY 1 LIMIT 1;\nCREATE TABLE t AS SELECT 7 AS seven; FROM t';
    const { exitCode, stdout } = await shop.sluice(['shell', 'shop', '--rows', '8', '--data-dir', lake], { stdin });
    expect(exitCode).toBe(0);
    for (const text of ['│ rows │', '│    8 │', '│ c0       │', '│     7 │']) expect(stdout).toContain(text);
  });

  it('ends a script at the first statement that fails, with its exit code', async () => {
    const { exitCode, stdout, stderr } = await shop.sluice(['shell', 'shop', '--data-dir', lake], {
      stdin: 'FROM nowhere; SELECT 42 AS answer;',
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('SQL_BIND');
    expect(stdout).not.toContain('42');
  });

  it('prints SQL after which a model runs unchanged in any DuckDB', async () => {
    const { stdout } = await shop.sluice(['shell', 'shop', '--print', '--data-dir', lake]);
    const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
    try {
      const session = await engine.connect();
      await session.execute(stdout);
      const model =
        'SELECT customer, CAST(sum(amount) AS DECIMAL(18,2)) AS total, min(email) AS email FROM bronze.orders GROUP BY customer';
      expect(await session.query(model)).toHaveLength(3);
    } finally {
      engine.close();
    }
  });
});
