import { quoteIdentifier, quoteTable, type Session } from '@sluice/engine';
import { macroStatements } from '@sluice/transforms';
import { PARAMETERS } from '../project/bind.ts';

/** The catalog that holds the run's own views. */
const CATALOG = 'memory';

/** The name under which the run itself has a table, from within a slice. */
export function runTable(table: string): string {
  return `${CATALOG}.${quoteTable(table)}`;
}

/**
 * Runs work in which one table's name means another relation; every other name of a model, parameters and transforms, means
 * what it does. Only this session sees it.
 * @param name      of the slice, unlike those of other sessions
 * @param relation  a SELECT; the run's own tables are named by `runTable` in it
 */
export async function withSlice<T>(
  session: Session,
  name: string,
  { table, select }: { readonly table: string; readonly select: string },
  work: () => Promise<T>,
): Promise<T> {
  const catalog = quoteIdentifier(`slice of ${name}`);
  const [layer = ''] = table.split('.');
  const schemas = new Set([layer, PARAMETERS.split('.')[0] ?? '']);
  await session.execute(`ATTACH ':memory:' AS ${catalog}`);
  try {
    await session.execute(
      [
        `USE ${catalog}`,
        ...[...schemas].map((schema) => `CREATE SCHEMA ${quoteIdentifier(schema)}`),
        ...macroStatements(),
        `CREATE VIEW ${quoteTable(PARAMETERS)} AS SELECT * FROM ${runTable(PARAMETERS)}`,
        `CREATE VIEW ${quoteTable(table)} AS ${select}`,
      ].join(';\n'),
    );
    return await work();
  } finally {
    await session.execute(`USE ${CATALOG}`);
    await session.execute(`DETACH ${catalog}`);
  }
}
