import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SqlBindError, SqlSyntaxError, type SqlText, wrapSql } from '../src/index.ts';
import { connect, rejection, scratch } from './support.ts';

/** What may stand before a mistake: text of one to four bytes a character, comments, line breaks of both kinds. */
const filler = fc.array(
  fc.constantFrom(
    "'é'",
    "'日本'",
    "'🎉'",
    '-- ü 🎉 ; \n',
    '/* a\n b; */',
    '\n',
    '\r\n',
    '\t',
    '$$;\n$$',
    '"é;"',
    "'it''s;'",
  ),
  { maxLength: 6 },
);

function select(before: readonly string[], mistake: string): string {
  const columns = before.map((token) => (/^['"$]/.test(token) ? `${token.replace(/^"(.*)"$/, '1 AS "$1"')},` : token));
  return `SELECT ${columns.join(' ')} ${mistake}`;
}

function placeIn(sql: string, mistake: string): { line: number; column: number } {
  const before = sql.slice(0, sql.lastIndexOf(mistake));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

describe('the place of an error', () => {
  const semicolons = fc.constantFrom('', ';', ' ;; ', '; -- the end', ';\n/* ; */\n');

  it('is that of the user’s file for an unknown column, however the SQL is wrapped', async () => {
    const session = await connect();
    await fc.assert(
      fc.asyncProperty(filler, semicolons, fc.nat(50), fc.constantFrom(0, 1, 2), async (before, end, line, depth) => {
        const sql = select(before, 'no_such_column');
        let text: SqlText = { sql: sql + end, location: { file: 'm.sql', line: line + 1 } };
        for (let level = 0; level < depth; level += 1)
          text = wrapSql("SELECT 'ö' AS o, * FROM (", text, ') ORDER BY 1');
        const error = await rejection(session.query(text));
        const place = placeIn(sql, 'no_such_column');
        expect(error).toBeInstanceOf(SqlBindError);
        expect(error).toMatchObject({
          location: { file: 'm.sql', line: place.line + line, column: place.column },
          sql: expect.stringContaining(sql),
        });
      }),
    );
  });

  it('is that of the user’s file for a syntax error', async () => {
    const session = await connect();
    await fc.assert(
      fc.asyncProperty(filler, fc.boolean(), async (before, wrapped) => {
        const sql = select(before, '1 AS a b_extra');
        const text = { sql, location: { file: 'm.sql' } };
        const error = await rejection(session.query(wrapped ? wrapSql('FROM (', text, ')') : text));
        expect(error).toBeInstanceOf(SqlSyntaxError);
        expect(error).toMatchObject({ location: { file: 'm.sql', ...placeIn(sql, 'b_extra') } });
      }),
    );
  });

  it('is the file alone when the mistake is in what was put around the model', async () => {
    const session = await connect();
    const text = wrapSql(
      'SELECT * FROM (',
      { sql: 'SELECT 1 AS a', location: { file: 'm.sql', line: 1 } },
      ') ORDER BY b',
    );
    expect(await rejection(session.query(text))).toMatchObject({ location: { file: 'm.sql' }, sql: 'SELECT 1 AS a' });
    expect(await rejection(session.query(text))).not.toHaveProperty('location.line');
  });

  it('counts columns from where the SQL begins within a line', async () => {
    const session = await connect();
    const text = { sql: 'SELECT nope\n, nope', location: { file: 'x.yaml', line: 7, column: 12 } };
    expect(await rejection(session.query(text))).toMatchObject({ location: { file: 'x.yaml', line: 7, column: 19 } });
  });

  it('is the file alone for a cast that failed inside a view, whose offset counts in the view', async () => {
    const session = await connect();
    await session.execute(
      "CREATE VIEW numbers AS SELECT 1 AS aaaaaaaaaaaa, CAST('q' || i AS INTEGER) AS n FROM range(3) t(i)",
    );
    const text = {
      sql: `SELECT aaaaaaaaaaaa, n,\n ${'n, '.repeat(20)} n\nFROM numbers`,
      location: { file: 'm.sql', line: 1 },
    };
    const error = await rejection(session.writeParquet(text, `${scratch()}/x.parquet`, {}));
    expect(error).toMatchObject({ code: 'SQL_RUNTIME', location: { file: 'm.sql' } });
    expect(error).not.toHaveProperty('location.line');
  });

  it('is that of a NUL, before which DuckDB would stop reading', async () => {
    const session = await connect();
    const text = { sql: "SELECT '🎉',\n  1 \0 FROM nowhere", location: { file: 'm.sql', line: 4 } };
    const path = `${scratch()}/x.parquet`;
    for (const run of [
      () => session.query(text),
      () => session.parse(text),
      () => session.writeParquet(text, path, {}),
    ]) {
      const error = await rejection(run());
      expect(error).toMatchObject({ code: 'SQL_SYNTAX', location: { file: 'm.sql', line: 5, column: 5 } });
    }
  });

  it('shows the line and points at the mistake', async () => {
    const session = await connect();
    const error = await rejection(
      session.query({ sql: 'SELECT\n\t1,\n\tamout\nFROM range(3)', location: { file: 'm.sql' } }),
    );
    expect(error).toHaveProperty(
      'message',
      'm.sql:3:2: Referenced column "amout" not found in FROM clause!\n  Candidate bindings: "range"\n  \tamout\n  \t^',
    );
  });
});

describe(wrapSql, () => {
  it.each([
    'SELECT 1',
    'SELECT 1;',
    'SELECT 1; ;',
    'SELECT 1 -- x',
    "SELECT ';' ; -- ;",
    'SELECT $a$;$a$;',
    'SELECT 1 /* ; /* ; */ */ ;',
  ])('puts parentheses around %j', async (sql) => {
    const session = await connect();
    expect(await session.query(wrapSql('SELECT count(*) AS n FROM (', sql, ')'))).toEqual([{ n: 1 }]);
  });

  it('leaves a semicolon within to DuckDB, which refuses it', async () => {
    const session = await connect();
    const union = wrapSql('FROM (', 'SELECT 1; UNION ALL SELECT 2;', ')');
    expect(await rejection(session.query(union))).toBeInstanceOf(SqlSyntaxError);
    expect(await rejection(session.query(wrapSql('FROM (', 'SELECT 1; SELECT 2', ')')))).toBeInstanceOf(SqlSyntaxError);
  });
});
