import { plainText } from '../problems.ts';
import type { KnownColumn } from './arguments.ts';
import type { PreparedPlan, RowsPlan, Run } from './definition.ts';

const batch = 20_000;

/**
 * Rows whose text a function refuses. Each different text is judged once; they are read in batches, so that memory is
 * bounded however many there are. What the function throws ends the expectation.
 */
export function judgedInJavaScript(
  { name, sql }: KnownColumn,
  prepare: () => (text: string) => boolean | Promise<boolean>,
): PreparedPlan {
  return {
    form: 'prepared',
    columns: [name],
    async prepare(run): Promise<RowsPlan> {
      const text = `CAST(${sql} AS VARCHAR)`;
      const refused = await refusedTexts(run, text, prepare());
      return {
        form: 'rows',
        columns: [name],
        considered: `${sql} IS NOT NULL`,
        passing: true,
        unexpected: refused === undefined ? 'FALSE' : `${text} IN (SELECT text FROM ${refused})`,
      };
    },
  };
}

/** The table of refused texts; undefined where there are none. */
async function refusedTexts(
  { session, from, keep }: Run,
  text: string,
  accepts: (text: string) => boolean | Promise<boolean>,
): Promise<string | undefined> {
  const texts = await keep(`SELECT ${text} AS text FROM ${from} WHERE ${text} IS NOT NULL GROUP BY 1`);
  const refused = await keep(`SELECT text FROM ${texts} LIMIT 0`);
  let found = false;
  for (let first = 0; ; first += batch) {
    const rows = await session.query(
      `SELECT rowid AS place, text FROM ${texts} WHERE rowid >= ${String(first)} AND rowid < ${String(first + batch)}`,
    );
    const places: string[] = [];
    for (const { place, text: value } of rows)
      if (typeof value === 'string' && !(await accepts(value))) places.push(plainText(place));
    found ||= places.length > 0;
    if (places.length > 0)
      await session.execute(`INSERT INTO ${refused} SELECT text FROM ${texts} WHERE rowid IN (${places.join(', ')})`);
    if (rows.length < batch) return found ? refused : undefined;
  }
}
