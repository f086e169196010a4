import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
/** Both pipelines, run once. Tests that change anything take a lake of their own. */
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

describe('sluice plan', () => {
  it('says of each table whether it would run, and why', async () => {
    const { exitCode, stdout } = await shop.sluice([
      'plan',
      'shop',
      '--data-dir',
      lake,
      '--as-of',
      '2026-01-01',
      '--rows',
      '7',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/│ run +│ bronze\.orders +│ .* │ generated rows +│/u);
    expect(stdout).toMatch(/│ run +│ gold\.spending +│ input bronze\.orders runs +│ bronze\.orders +│/u);
  });

  it.each([
    ['a comma', ['--select', 'gold.spending,gold.*'], ['leave', 'skip']],
    ['two words', ['--select', 'orders', 'spending'], ['skip', 'skip']],
    ['one word with a space', ['--select', 'orders spending'], ['skip', 'skip']],
    ['the flag twice', ['--select', 'orders', '--select', 'spending'], ['skip', 'skip']],
    ['an exclusion', ['--exclude', '+gold.spending'], ['leave', 'leave']],
    ['what it needs', ['--select', '+spending', '--full-refresh'], ['run', 'run']],
  ])('takes selectors with %s', async (_, flags, actions) => {
    const { stdout } = await shop.sluice([
      'plan',
      ...flags,
      'shop',
      '--output',
      'json',
      '--data-dir',
      lake,
      '--as-of',
      '2026-01-01',
    ]);
    const plan: unknown = JSON.parse(stdout);
    expect(plan).toMatchObject({
      pipeline: 'shop',
      tables: [
        { name: 'bronze.orders', action: actions[0] },
        { name: 'gold.spending', action: actions[1] },
      ],
    });
  });
});

describe('sluice test and build', () => {
  it('runs the fixtures without a lake', async () => {
    const { exitCode, stdout } = await shop.sluice(['test', 'shop']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✔ gold.spending  sums the orders of a customer');
  });

  it('shows a difference row by row and exits 1, and a build does not run then', async () => {
    const other = createShop();
    try {
      other.write(
        'apps/shop/models/gold/spending.test.yaml',
        '- name: wrong\n  given: { bronze.orders: [{ order_id: 1, customer: c1, email: m, amount: 2 }] }\n  expect: [{ customer: c1, total: 3, email: m }]\n',
      );
      const { exitCode, stdout } = await other.sluice(['build', 'shop', '--data-dir', other.lake()]);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/✖ gold\.spending {2}wrong {2}apps\/shop\/models\/gold\/spending\.test\.yaml:1/u);
      expect(stdout).toMatch(/│ − expected │ c1 +│ +3\.00 │/u);
      expect(stdout).toMatch(/│ \+ got +│ c1 +│ +2\.00 │/u);
      expect(existsSync(join(other.root, 'lake-1/shop/_runs'))).toBe(false);
    } finally {
      other.remove();
    }
  });

  it('tests and then runs for build', async () => {
    const { exitCode, stdout } = await shop.sluice(['build', 'shop', '--data-dir', shop.lake(), '--output', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      test: { results: [{ status: 'passed' }] },
      run: { status: 'succeeded' },
    });
  });
});

describe('sluice check', () => {
  it('judges what is published', async () => {
    const { exitCode, stdout } = await shop.sluice(['check', 'shop', '--data-dir', lake, '--as-of', '2026-01-01']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✔ gold\.spending +3 rows +\d+ checks/u);
    expect(stdout).toMatch(/\d+ checks, all hold/u);
  });

  it('exits 2 where nothing is published', async () => {
    const { exitCode, stderr } = await shop.sluice(['check', 'shop', '--data-dir', shop.lake()]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('TABLE_UNKNOWN') });
  });
});

describe('sluice query', () => {
  const query = (...args: readonly string[]) => shop.sluice(['query', ...args, '--data-dir', lake]);

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

describe('sluice lineage', () => {
  it('draws the graph as text, JSON and Mermaid', async () => {
    expect((await shop.sluice(['lineage', 'shop'])).stdout).toMatch(
      /shop\n {2}bronze\n {4}orders +source\n {2}gold\n {4}spending +← bronze\.orders\n/u,
    );
    expect(JSON.parse((await shop.sluice(['lineage', 'shop', '--output', 'json'])).stdout)).toMatchObject({
      pipeline: 'shop',
      tables: [{}, { reads: ['bronze.orders'] }],
    });
    expect((await shop.sluice(['lineage', 'shop', '--output', 'mermaid'])).stdout).toContain(
      '  bronze_orders --> gold_spending',
    );
  });
});

describe('sluice clean', () => {
  it('removes leftovers and old records, and keeps tables', async () => {
    const own = shop.lake();
    for (let run = 0; run < 3; run += 1) await shop.sluice(['run', 'shop', '--data-dir', own]);
    mkdirSync(join(own, 'shop/_staging/killed'), { recursive: true });
    writeFileSync(join(own, 'shop/_staging/killed/x.parquet'), 'x'.repeat(2000));
    const args = ['clean', 'shop', '--keep-runs', '1', '--data-dir', own];
    const dry = await shop.sluice([...args, '--dry-run']);
    expect(dry.stdout).toContain('would remove staging');
    expect(existsSync(join(own, 'shop/_staging/killed'))).toBe(true);
    const { exitCode, stdout } = await shop.sluice([...args, '--output', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      pipeline: 'shop',
      removed: [{ what: 'staging', bytes: 2000 }, { what: 'run record' }, { what: 'run record' }],
    });
    expect(existsSync(join(own, 'shop/_staging/killed'))).toBe(false);
    expect(existsSync(join(own, 'shop/gold/spending.parquet'))).toBe(true);
  });

  it('removes a lake only for --all --yes', async () => {
    const own = shop.lake();
    await shop.sluice(['run', 'shop', '--data-dir', own]);
    expect(await shop.sluice(['clean', 'shop', '--all', '--data-dir', own])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(existsSync(join(own, 'shop/gold/spending.parquet'))).toBe(true);
    expect((await shop.sluice(['clean', 'shop', '--all', '--yes', '--data-dir', own])).exitCode).toBe(0);
    expect(existsSync(join(own, 'shop'))).toBe(false);
  });

  it('refuses while a run holds the lock, and doctor says who does', async () => {
    const own = shop.lake();
    await shop.sluice(['run', 'shop', '--data-dir', own]);
    const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
    const lock = await engine.lock(join(own, 'shop/_state/lock.duckdb'));
    try {
      const refused = await shop.sluice(['clean', 'shop', '--all', '--yes', '--data-dir', own]);
      expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining(String(process.pid)) });
      const { exitCode, stdout } = await shop.sluice(['doctor', '--data-dir', own]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`! shop lock +.*${String(process.pid)}`, 'u'));
    } finally {
      await lock.release();
      engine.close();
    }
  });
});

describe('sluice doctor', () => {
  it('finds a sound workspace sound', async () => {
    const { exitCode, stdout } = await shop.sluice([
      'doctor',
      '--data-dir',
      lake,
      '--memory-limit',
      '2GB',
      '--output',
      'json',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      healthy: true,
      findings: expect.arrayContaining([
        { name: 'memory', status: 'ok', message: expect.stringContaining('2.0 GB: as asked for; 1.7 GB of it') },
        { name: 'shop', status: 'ok', message: 'A shop of orders' },
      ]),
    });
  });

  it('exits 3 where the data folder cannot be one', async () => {
    const file = join(shop.root, 'a-file');
    writeFileSync(file, '');
    const { exitCode, stdout } = await shop.sluice(['doctor', '--data-dir', file]);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/✖ data folder +.*cannot be written/u);
  });

  it('names leftovers of a killed run and where they go', async () => {
    const own = shop.lake();
    mkdirSync(join(own, 'shop/_staging/killed'), { recursive: true });
    const { stdout } = await shop.sluice(['doctor', '--data-dir', own]);
    expect(stdout).toMatch(/! shop leftovers +.*sluice clean shop/u);
  });
});
