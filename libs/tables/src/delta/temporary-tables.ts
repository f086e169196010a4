import { quoteIdentifier, wrapSql } from '@sluice/engine';
import type { Session, SqlText } from '@sluice/engine';

let made = 0;

/** Makes a table of a SELECT, and gives its name for FROM. */
export type Keep = (select: string | SqlText) => Promise<string>;

/**
 * Hands over what makes tables in memory, and drops them in the end. All sessions of the engine see them, until then:
 * TEMP tables are seen by one. Whatever does not fit in memory spills, under the session's limits.
 */
export async function withTemporaryTables<T>(session: Session, work: (keep: Keep) => Promise<T>): Promise<T> {
  made += 1;
  const database = quoteIdentifier(`sluice delta ${String(made)}`);
  let tables = 0;
  await session.execute(`ATTACH ':memory:' AS ${database}`);
  try {
    return await work(async (select) => {
      tables += 1;
      const name = `${database}.main.kept_${String(tables)}`;
      await session.execute(wrapSql(`CREATE TABLE ${name} AS (`, select, ')'));
      return name;
    });
  } finally {
    // A session that was closed cannot drop them; they go with the engine.
    await session.execute(`DETACH ${database}`).catch(() => undefined);
  }
}
