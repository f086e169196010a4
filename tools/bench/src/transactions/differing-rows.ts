import { openDuckDb, quoteIdentifier } from '@sluice/engine';
import { readTableAt } from '@sluice/pipeline';

/** How many rows only one of two Delta tables has, as bags, columns by name. */
export async function differingRows(spillDirectory: string, ours: string, theirs: string): Promise<number> {
  const engine = await openDuckDb({ spillDirectory });
  const session = await engine.connect();
  try {
    const [own, other] = [await readTableAt(session, ours), await readTableAt(session, theirs)];
    if (own === undefined || other === undefined) throw new Error(`${ours} or ${theirs} is no table.`);
    const described = await session.describe(`SELECT * FROM ${own.relation}`);
    const columns = described.map(({ name }) => quoteIdentifier(name)).join(', ');
    const onlyIn = (one: string, another: string): string =>
      `(SELECT count(*) FROM (SELECT ${columns} FROM ${one} EXCEPT ALL SELECT ${columns} FROM ${another}))`;
    const [row] = await session.query(
      `SELECT ${onlyIn(own.relation, other.relation)} + ${onlyIn(other.relation, own.relation)} AS "rows"`,
    );
    return Number(row?.['rows'] ?? Number.NaN);
  } finally {
    session.close();
    engine.close();
  }
}
