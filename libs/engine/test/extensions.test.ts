import { describe, expect, it } from 'vitest';
import { connect, rejection } from './support.ts';

describe('extensions', () => {
  it('are those that DuckDB was built with, and no setting would fetch another', async () => {
    const session = await connect();
    expect(
      await session.query(
        `SELECT current_setting('autoinstall_known_extensions') AS install, current_setting('autoload_known_extensions') AS load,
          current_setting('allow_community_extensions') AS community, current_setting('custom_extension_repository') AS repository,
          current_setting('extension_directory') AS directory`,
      ),
    ).toEqual([{ install: false, load: false, community: false, repository: '/dev/null', directory: '/dev/null' }]);
    expect(
      await session.query(
        "SELECT extension_name FROM duckdb_extensions() WHERE loaded AND install_mode <> 'STATICALLY_LINKED'",
      ),
    ).toEqual([]);
  });

  it.each([
    'INSTALL httpfs',
    'FORCE INSTALL httpfs',
    'INSTALL httpfs FROM core',
    'INSTALL h3 FROM community',
    'LOAD httpfs',
    "ATTACH 'x.sqlite' (TYPE sqlite)",
  ])('are not to be had by %s, which fails before it asks the network', async (statement) => {
    const error = await rejection((await connect()).execute(statement));
    expect(error).toHaveProperty('message', expect.stringContaining('/dev/null'));
    expect(error).toHaveProperty('message', expect.not.stringContaining('http://'));
  });

  it.each(["FROM 'https://localhost/x.parquet'", "FROM 's3://bucket/x.parquet'", "FROM read_xlsx('x.xlsx')"])(
    'are not fetched for %s, which is a mistake in the SQL',
    async (sql) => {
      const error = await rejection((await connect()).query(sql));
      expect(error).toMatchObject({ code: 'SQL_BIND', exitCode: 2 });
      expect(error).toHaveProperty('message', expect.not.stringContaining('INSTALL'));
    },
  );
});
