import { writeFileSync } from 'node:fs';
import { quoteFile, quoteIdentifier, quoteLiteral, type Session, type Value } from '@sluice/engine';
import { compileRecordSchema, violationPredicate, type Contract } from '@sluice/quality';
import type { Cell } from './values.ts';

export type CellRecord = Readonly<Record<string, Cell>>;

export interface Difference {
  readonly record: CellRecord;
  /** The rules on which the verdicts differ, each with what it expects and who finds it broken. */
  readonly rules: readonly string[];
}

export interface Comparison {
  /** How many rules were judged both ways. */
  readonly rules: number;
  readonly differences: number;
  readonly examples: readonly Difference[];
  /** How many verdicts were compared: rules times records, those that are not judged left out. */
  readonly verdicts: number;
}

/**
 * Judges every record by the compiled schema and, loaded into a table of the contract's types, by SQL, rule by rule.
 * @param file  where the records are written for the engine; overwritten
 */
export async function compareVerdicts(
  session: Session,
  contract: Contract,
  records: readonly CellRecord[],
  file: string,
): Promise<Comparison> {
  const schema = compileRecordSchema(contract);
  const rules = contract.rules.filter((rule) => rule.form === 'row' && !schema.sqlOnly.includes(rule.id));
  let verdicts = 0;
  const lines = records.map((record, index) => {
    const broken = new Set(schema.check(record).broken);
    const untyped = new Set(contract.columns.filter(({ name }) => broken.has(`${name}.type`)).map(({ name }) => name));
    // 1 broken, 0 kept, - not judged because the value is not of the column's type.
    const marks = rules.map(({ id, columns }) =>
      columns.some((name) => untyped.has(name)) ? '-' : broken.has(id) ? '1' : '0',
    );
    verdicts += marks.filter((mark) => mark !== '-').length;
    const cells = contract.columns.map(({ name }) => [name, untyped.has(name) ? null : textOf(record[name] ?? null)]);
    return JSON.stringify({ i: index, marks: marks.join(''), ...Object.fromEntries(cells) });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
  const found = await session.query(
    differencesSql(
      contract,
      rules.map((rule) => violationPredicate(rule) ?? 'NULL'),
      file,
    ),
  );
  const examples = found.map(({ i, marks, judged }) => ({
    record: records[Number(i)] ?? {},
    rules: rules.flatMap(({ id, expected }, index) => {
      const [bySchema, bySql] = [textOfMarks(marks).charAt(index), textOfMarks(judged).charAt(index)];
      return bySchema === bySql ? [] : [`${id} (${expected}): broken by ${bySql === '1' ? 'SQL' : 'the schema'} alone`];
    }),
  }));
  return { rules: rules.length, differences: Number(found[0]?.['total'] ?? 0), examples, verdicts };
}

function differencesSql(contract: Contract, violations: readonly string[], file: string): string {
  const columns = contract.columns.map(({ name }) => `${quoteLiteral(name)}: 'VARCHAR'`).join(', ');
  const cast = contract.columns.map(
    ({ name, type }) => `CAST(${quoteIdentifier(name)} AS ${type}) AS ${quoteIdentifier(name)}`,
  );
  const marks = violations.map(
    (sql, index) => `CASE WHEN marks[${String(index + 1)}] = '-' THEN '-' WHEN ${sql} THEN '1' ELSE '0' END`,
  );
  return `WITH typed AS (
  SELECT i, marks, ${cast.join(', ')}
  FROM read_json(${quoteFile(file)}, format = 'newline_delimited', columns = { i: 'BIGINT', marks: 'VARCHAR', ${columns} })
), judged AS (SELECT *, ${marks.length === 0 ? "''" : marks.join(' || ')} AS judged FROM typed)
SELECT i, marks, judged, count(*) OVER () AS total FROM judged WHERE marks <> judged ORDER BY i LIMIT 3`;
}

function textOfMarks(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The text of a value that a cast reads. */
function textOf(value: Cell): string | null {
  if (value === null) return null;
  return Object.is(value, -0) ? '-0' : String(value);
}
