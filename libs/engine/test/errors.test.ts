import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  DiskFullError,
  FileCorruptError,
  FileNotReadableError,
  FileNotWritableError,
  OutOfMemoryError,
  quoteLiteral,
  SqlBindError,
  SqlError,
  SqlRuntimeError,
  type SqlText,
} from '../src/index.ts';
import { translateError } from '../src/duckdb-errors.ts';
import { connect, rejection, scratch } from './support.ts';

const model = (sql: string): SqlText => ({ sql, location: { file: 'silver/x.sql', line: 1 } });

describe('SQL that cannot be bound', () => {
  it.each([
    ['SELECT nope FROM range(3)', 'Referenced column "nope" not found'],
    ['SELECT 1 FROM nowhere', 'Table with name nowhere does not exist!'],
    ['SELECT nofunction(1)', 'Scalar Function with name nofunction does not exist!'],
    ["SELECT sum('a')", "No function matches the given name and argument types 'sum(VARCHAR)'"],
    ['SELECT 1 AS a GROUP BY ALL HAVING b', 'b'],
  ])('%s', async (sql, message) => {
    const session = await connect();
    const error = await rejection(session.describe(model(sql)));
    expect(error).toBeInstanceOf(SqlBindError);
    expect(error).toMatchObject({ code: 'SQL_BIND', exitCode: 2, sql, location: { file: 'silver/x.sql', line: 1 } });
    expect(error).toHaveProperty('message', expect.stringContaining(message));
  });
});

describe('SQL that fails while it runs', () => {
  it.each([
    ["SELECT ('x' || i)::INTEGER FROM range(3) t(i)", "Could not convert string 'x0' to INT32", 1],
    ["SELECT\n CAST('x' || i AS DATE) FROM range(3) t(i)", 'invalid date field format: "x0"', 2],
    ["SELECT i FROM range(3) t(i)\nWHERE 'q' = i", "Could not convert string 'q' to INT64", 2],
    ["SELECT error('no rate for ' || i) FROM range(3) t(i)", 'no rate for 0', undefined],
    ['SELECT (i + 9223372036854775807)::BIGINT FROM range(3) t(i)', 'Overflow', undefined],
    ['SELECT (SELECT i FROM range(3) t(i))', 'More than one row returned by a subquery', undefined],
  ])('%s', async (sql, message, line) => {
    const session = await connect();
    const error = await rejection(session.writeParquet(model(sql), join(scratch(), 'x.parquet'), {}));
    expect(error).toBeInstanceOf(SqlRuntimeError);
    expect(error).toMatchObject({ code: 'SQL_RUNTIME', exitCode: 3, sql, location: { file: 'silver/x.sql' } });
    expect(error).toHaveProperty('message', expect.stringMatching(/^silver\/x\.sql/));
    expect(error).toHaveProperty('message', expect.stringContaining(message));
    const file = 'silver/x.sql';
    expect(error).toHaveProperty('location', line === undefined ? { file } : expect.objectContaining({ file, line }));
  });

  it('keeps what DuckDB threw as its cause, and leaves out its advice', async () => {
    const session = await connect();
    const error = await rejection(session.query('SELECT (SELECT i FROM range(3) t(i))'));
    expect(error).toHaveProperty('cause.message', expect.stringContaining('SET scalar_subquery'));
    expect(error).toHaveProperty('message', expect.not.stringContaining('SET scalar_subquery'));
  });
});

describe('a machine that has too little', () => {
  const SORT = 'SELECT i, md5(i::VARCHAR) AS m FROM range(3000000) t(i) ORDER BY m';

  it('of memory', async () => {
    const session = await connect({ memoryLimit: 80e6 });
    const error = await rejection(session.query(model("SELECT list(repeat('x', 90) || i) FROM range(2000000) t(i)")));
    expect(error).toBeInstanceOf(OutOfMemoryError);
    expect(error).toMatchObject({ exitCode: 3, location: { file: 'silver/x.sql' } });
    expect(error).toHaveProperty('message', expect.stringContaining('--memory-limit'));
  });

  it('of spill budget', async () => {
    const session = await connect({ memoryLimit: 80e6, spillBytes: 4e6 });
    const error = await rejection(session.writeParquet(model(SORT), join(scratch(), 'x.parquet'), {}));
    expect(error).toBeInstanceOf(DiskFullError);
    expect(error).toMatchObject({ code: 'DISK_FULL', exitCode: 3 });
    expect(error).toHaveProperty('message', expect.stringContaining('--spill-limit'));
  });

  it('of spill folder', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'file'), '');
    const session = await connect({ memoryLimit: 80e6, spillDirectory: join(folder, 'file', 'spill') });
    expect(await rejection(session.writeParquet(SORT, join(folder, 'x.parquet'), {}))).toBeInstanceOf(
      FileNotWritableError,
    );
  });

  it.each(['No space left on device', 'Disk quota exceeded'])('of disk: %s', (reason) => {
    const report = { exception_type: 'IO', exception_message: `Could not write file "x": ${reason}` };
    const error = translateError(new Error(JSON.stringify(report)), model('SELECT 1'), 'x');
    expect(error).toBeInstanceOf(DiskFullError);
    expect(error.message).toContain('Make room');
  });

  it('of file size, as DuckDB reports it from a process that may write no more', () => {
    const folder = scratch();
    const script = `
      const { DuckDBInstance } = require('@duckdb/node-api');
      const write = async () => {
        const connection = await (await DuckDBInstance.create()).connect();
        await connection.run('SET errors_as_json = true');
        await connection.run("COPY (SELECT hash(i) AS h FROM range(1000000) t(i)) TO 'x.parquet'");
      };
      process.chdir(process.argv[1]);
      write().catch((error) => console.log(error.message));`;
    const shell = `trap '' XFSZ; ulimit -f 1000; exec "$0" -e "$1" "$2"`;
    const options = { encoding: 'utf8', cwd: import.meta.dirname } as const;
    const { stdout } = spawnSync('sh', ['-c', shell, process.execPath, script, folder], options);
    expect(stdout).toContain('File too large');
    expect(translateError(new Error(stdout), model('SELECT 1'))).toBeInstanceOf(DiskFullError);
  });
});

describe('a file', () => {
  it('that cannot be written for want of its folder', async () => {
    const [session, path] = [await connect(), join(scratch(), 'none', 'x.parquet')];
    const error = await rejection(session.writeParquet(model('SELECT 1 AS a'), path, {}));
    expect(error).toBeInstanceOf(FileNotWritableError);
    expect(error).toMatchObject({ code: 'FILE_NOT_WRITABLE', exitCode: 3 });
    expect(error).toHaveProperty('message', expect.stringContaining(path));
  });

  it('that is not there', async () => {
    const session = await connect();
    const error = await rejection(session.query("FROM '/nowhere/x.parquet'"));
    expect(error).toBeInstanceOf(FileNotReadableError);
    expect(error).toMatchObject({ code: 'FILE_NOT_READABLE', exitCode: 3 });
  });

  it('that is a folder', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    mkdirSync(path);
    expect(await rejection(session.query(`FROM read_parquet(${quoteLiteral(path)})`))).toBeInstanceOf(SqlError);
  });

  it.each<[string, (path: string) => void]>([
    ['empty', (path) => truncateSync(path, 0)],
    ['cut short within its magic bytes', (path) => truncateSync(path, 3)],
    ['cut short', (path) => truncateSync(path, 5000)],
    ['without its last byte', (path) => truncateSync(path, readFileSync(path).length - 1)],
    ['damaged inside', (path) => writeFileSync(path, readFileSync(path).fill(7, 200, 4000))],
    ['no Parquet at all', (path) => writeFileSync(path, 'id,name\n1,Ada\n')],
  ])('that is %s', async (_, damage) => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    await session.writeParquet('SELECT i, md5(i::VARCHAR) AS m FROM range(1000) t(i)', path, {});
    damage(path);
    const error = await rejection(session.query(`SELECT sum(i), max(m) FROM read_parquet(${quoteLiteral(path)})`));
    expect(error).toBeInstanceOf(FileCorruptError);
    expect(error).toMatchObject({ code: 'FILE_CORRUPT', exitCode: 3 });
    expect(error).toHaveProperty('message', expect.stringContaining(path));
  });
});
