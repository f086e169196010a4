import { describe, expect, it } from 'vitest';
import { InterruptedError } from '@sluice/core';
import { SqlRefusedError } from '../src/index.ts';
import { connect, ENDLESS, open, rejection, scratch } from './support.ts';

describe('a session', () => {
  it('runs several statements and keeps what was done before the one that fails', async () => {
    const session = await connect();
    await rejection(
      session.execute('CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (2)'),
    );
    expect(await session.query('FROM t')).toEqual([{ i: 1 }]);
  });

  it('describes a SELECT with the type names of DESCRIBE, and runs nothing', async () => {
    const session = await connect();
    expect(
      await session.describe('SELECT 1::DECIMAL(12,2) AS d, now() AS t, [1] AS "L l", error(\'run\') AS e; -- end'),
    ).toEqual([
      { name: 'd', type: 'DECIMAL(12,2)' },
      { name: 't', type: 'TIMESTAMP WITH TIME ZONE' },
      { name: 'L l', type: 'INTEGER[]' },
      { name: 'e', type: 'INTEGER' },
    ]);
  });

  it('gives the cells of each column together, as it gives them in rows', async () => {
    const session = await connect();
    const select = "SELECT i, 'a' || i AS t, i / 4 AS d, 9007199254740993::BIGINT AS b FROM range(5000) r(i)";
    const rows = await session.query(select);
    expect(await session.queryColumns(select)).toEqual(
      ['i', 't', 'd', 'b'].map((name) => rows.map((row) => row[name])),
    );
    expect(await session.queryColumns('SELECT 1 AS i WHERE false')).toEqual([[]]);
  });

  it('appends rows of every type that it takes to a temporary table, after those that are there', async () => {
    const session = await connect();
    await session.execute('CREATE TEMP TABLE t (v VARCHAR, o BOOLEAN, i INTEGER, b BIGINT, d DOUBLE)');
    const count = 5_000;
    const row = (index: number) =>
      [`é ${index}`, index % 2 === 0, index, BigInt(index) * 2n ** 40n, index / 8] as const;
    const rows = Array.from({ length: count }, (_, index) =>
      index === 7 ? [null, null, null, null, null] : row(index),
    );
    await session.append(
      't',
      [0, 1, 2, 3, 4].map((column) => rows.map((cells) => cells[column] ?? null)),
    );
    await session.append('t', [[''], [false], [-1], [-1n], [-0.5]]);
    const select = "SELECT 'é ' || i, i % 2 = 0, i::INTEGER, i << 40, i / 8 FROM range(5000) r(i) WHERE i <> 7";
    const more = "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL UNION ALL SELECT '', false, -1, -1, -0.5";
    expect(
      await session.query(`(FROM t EXCEPT ALL (${select} ${more})) UNION ALL ((${select} ${more}) EXCEPT ALL FROM t)`),
    ).toEqual([]);
    expect(await rejection(session.append('nowhere', [[1]]))).toMatchObject({
      message: expect.stringContaining('nowhere'),
    });
    expect(await session.query('SELECT count(*) AS n FROM t')).toEqual([{ n: count + 1 }]);
  });

  it('is in UTC whatever the machine is in', async () => {
    const session = await connect();
    expect(await session.query("SELECT TIMESTAMPTZ '2026-07-01 00:30:00+02'::DATE AS day")).toEqual([
      { day: '2026-06-30' },
    ]);
  });

  it('does one thing after the other, in the order in which it was told', async () => {
    const session = await connect();
    const all = [
      session.execute('CREATE TABLE t AS SELECT 1 AS i'),
      session.execute('INSERT INTO t VALUES (2)'),
      session.query('FROM t ORDER BY i'),
    ];
    expect((await Promise.all(all))[2]).toEqual([{ i: 1 }, { i: 2 }]);
  });

  it('goes on after an error', async () => {
    const session = await connect();
    const failed = rejection(session.parse('DROP TABLE x'));
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await failed).toBeInstanceOf(SqlRefusedError);
  });

  it('shares tables with the other sessions of its engine, and temp tables with none', async () => {
    const engine = await open();
    const [one, other] = [await engine.connect(), await engine.connect()];
    await one.execute('CREATE TABLE shared AS SELECT 1 AS i; CREATE TEMP TABLE mine AS SELECT 2 AS i');
    expect(await other.query('FROM shared')).toEqual([{ i: 1 }]);
    expect(await rejection(other.query('FROM mine'))).toMatchObject({ code: 'SQL_BIND' });
  });

  it('opens another one of its engine, which runs beside it and is stopped with it', async () => {
    const engine = await open();
    const session = await engine.connect();
    const other = await session.another();
    const endless = rejection(session.query(ENDLESS));
    expect(await other.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const alsoEndless = rejection(other.query(ENDLESS));
    engine.interrupt();
    expect(await Promise.all([endless, alsoEndless])).toEqual([
      expect.any(InterruptedError),
      expect.any(InterruptedError),
    ]);
    other.close();
    expect(await session.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });

  it('works while another one of its engine is busy', async () => {
    const engine = await open();
    const [busy, other] = [await engine.connect(), await engine.connect()];
    const endless = rejection(busy.query(ENDLESS));
    expect(await other.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    engine.interrupt();
    expect(await endless).toBeInstanceOf(InterruptedError);
  });

  it('tells the progress of a scan, and none when idle', async () => {
    const engine = await open();
    const session = await engine.connect();
    expect(session.progress()).toEqual({ percentage: undefined });
    await session.execute('CREATE TABLE t AS SELECT i FROM range(1000000) r(i)');
    const query = session.query(
      "SELECT count(*) FROM t WHERE regexp_matches(md5(i::VARCHAR) || md5((i + 1)::VARCHAR), 'a.*b.*c.*d.*e.*f')",
    );
    const seen: number[] = [];
    const watch = setInterval(() => {
      const { percentage } = session.progress();
      if (percentage !== undefined) seen.push(percentage);
    }, 5);
    await query;
    clearInterval(watch);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((percentage) => percentage >= 0 && percentage <= 100)).toBe(true);
    expect(session.progress()).toEqual({ percentage: undefined });
  });
});

describe('an interrupt', () => {
  it('rejects what runs and what waits on every session, each of which goes on afterwards', async () => {
    const engine = await open();
    const [one, other] = [await engine.connect(), await engine.connect()];
    const running = one.query(ENDLESS);
    const stopped = [running, one.execute('CREATE TABLE never AS SELECT 1 AS i'), other.execute(ENDLESS)].map(
      rejection,
    );
    engine.interrupt();
    for (const error of await Promise.all(stopped)) {
      expect(error).toBeInstanceOf(InterruptedError);
      expect(error).toMatchObject({ exitCode: 130 });
    }
    expect(await one.query("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'never'")).toEqual([{ n: 0 }]);
    expect(await other.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });

  it('stops a statement that has only just begun, and one in full run', async () => {
    const engine = await open();
    const session = await engine.connect();
    for (const delay of [0, 1, 5, 60]) {
      const stopped = rejection(session.writeParquet(`${ENDLESS} -- ${String(delay)}`, `${scratch()}/x.parquet`, {}));
      setTimeout(() => engine.interrupt(), delay);
      expect(await stopped).toBeInstanceOf(InterruptedError);
    }
  });

  it('does nothing to idle sessions', async () => {
    const engine = await open();
    const session = await engine.connect();
    engine.interrupt();
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('closing', () => {
  it('stops what runs', async () => {
    const engine = await open();
    const session = await engine.connect();
    const stopped = rejection(session.query(ENDLESS));
    engine.close();
    expect(await stopped).toBeInstanceOf(InterruptedError);
    expect(await rejection(session.query('SELECT 1'))).toBeInstanceOf(InterruptedError);
    expect(await rejection(engine.connect())).toBeInstanceOf(InterruptedError);
  });

  it('can be done twice, for one session while the others go on', async () => {
    const engine = await open();
    const [one, other] = [await engine.connect(), await engine.connect()];
    one.close();
    one.close();
    expect(await other.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    engine.close();
    engine.close();
  });
});
