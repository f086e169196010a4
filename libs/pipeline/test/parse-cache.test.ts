import { join } from 'node:path';
import { type Engine, openDuckDb, type Session, SqlSyntaxError } from '@sluice/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cache } from '../src/project/cache.ts';
import { parseSql } from '../src/project/parse-cache.ts';
import { Workspace } from './workspace.ts';

let shop: Workspace;
let engine: Engine;
let session: Session;
let cache: Cache;
beforeEach(async () => {
  shop = new Workspace();
  engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
  session = await engine.connect();
  cache = new Cache(join(shop.root, 'cache'));
});
afterEach(() => {
  session.close();
  engine.close();
  shop[Symbol.dispose]();
});

describe(parseSql, () => {
  it('gives back what the engine said, sets and all', async () => {
    const select = {
      sql: 'SELECT a.x, round(b.y, 1)\nFROM s.a JOIN s.b USING (k)',
      location: { file: 'm.sql', line: 1 },
    };
    const first = await parseSql(session, select, cache);
    expect(await parseSql(session, select, cache)).toEqual(first);
    expect(first).toEqual(await session.parse(select));
  });

  it('tells lines by where the SQL stands', async () => {
    const sql = 'SELECT x FROM s.a';
    const lineAt = async (line: number): Promise<number | undefined> =>
      (await parseSql(session, { sql, location: { file: 'c.yaml', line } }, cache)).tables[0]?.line;
    expect([await lineAt(1), await lineAt(7), await lineAt(1)]).toEqual([1, 7, 1]);
  });

  it('refuses what it refused before', async () => {
    const broken = { sql: 'SELECT FROM WHERE' };
    await expect(parseSql(session, broken, cache)).rejects.toThrow(SqlSyntaxError);
    await expect(parseSql(session, broken, cache)).rejects.toThrow(SqlSyntaxError);
  });
});
