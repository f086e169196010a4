import { quoteIdentifier, wrapSql } from '@sluice/engine';
import type { Session, SqlText } from '@sluice/engine';

let made = 0;

/** Makes a table of a SELECT, and gives its name for FROM. */
export type Keep = (select: string | SqlText) => Promise<string>;

/**
 * Hands over what makes temporary tables, and drops them in the end. Names are used once in a process, as sessions may
 * be shared. Whatever does not fit in memory spills, under the session's limits.
 */
export async function withTemporaryTables<T>(session: Session, work: (keep: Keep) => Promise<T>): Promise<T> {
  const names: string[] = [];
  try {
    return await work(async (select) => {
      made += 1;
      const name = `temp.${quoteIdentifier(`sluice_delta_${String(made)}`)}`;
      names.push(name);
      await session.execute(wrapSql(`CREATE TEMP TABLE ${name} AS (`, select, ')'));
      return name;
    });
  } finally {
    // In a session that was stopped they cannot be dropped; they go with it.
    for (const name of names) await session.execute(`DROP TABLE IF EXISTS ${name}`).catch(() => undefined);
  }
}
