import { readCondition } from '../condition.ts';
import { sqlSchema } from '../odcs/quality.ts';
import type { QueryRule } from '../rule.ts';
import type { Path } from '../source.ts';
import type { ContractColumn } from '../contract.ts';
import { readSeverity, type RuleTable } from './table.ts';

/** `type: sql`: one value of the user's own, compared by a `mustBe…` operator. */
export function sqlRule(
  table: RuleTable,
  column: ContractColumn | undefined,
  item: unknown,
  path: Path,
): QueryRule | undefined {
  const { problems } = table;
  if (!problems.check(sqlSchema, path, item)) return undefined;
  const severity = readSeverity(item.severity, [...path, 'severity'], problems);
  const condition = readCondition(item, path, problems);
  const query = readQuery(item.query, table, column, [...path, 'query']);
  if (severity === undefined || condition === undefined || query === undefined) return undefined;
  return {
    id: item.id ?? (column === undefined ? 'sql' : `${column.name}.sql`),
    type: 'sql',
    kind: 'table',
    form: 'query',
    columns: column === undefined ? [] : [column.name],
    severity,
    expected: `${item.name ?? item.description ?? 'the result of the query'} ${condition.text}`,
    terms: { query, [condition.operator]: item[condition.operator] },
    query,
    condition: { text: condition.text, holds: condition.holds },
    location: problems.locate([...path, 'query']),
    ...(item.description === undefined ? {} : { description: item.description }),
  };
}

/** The query without its last semicolon and with the column filled in; reported unless it is one statement that only reads. */
export function readQuery(
  text: string,
  table: RuleTable,
  column: ContractColumn | undefined,
  path: Path,
): string | undefined {
  const query = text.trim().replace(/;\s*$/, '');
  const bare = query.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trim();
  if (bare.includes(';')) {
    table.problems.report(path, 'expected one statement, got several');
    return undefined;
  }
  const first = /^\(*\s*([A-Za-z]+)/.exec(bare)?.[1]?.toUpperCase();
  if (first !== 'SELECT' && first !== 'WITH' && first !== 'FROM') {
    table.problems.report(
      path,
      `expected a statement that only reads (SELECT, WITH or FROM), got ${first ?? 'nothing'}`,
    );
    return undefined;
  }
  const named = /\{property\}|\$\{column\}/g;
  if (column === undefined && named.test(query)) {
    table.problems.report(path, '{property} and ${column} have a meaning only in the quality of a column');
    return undefined;
  }
  return column === undefined ? query : query.replace(named, `"${column.name.replaceAll('"', '""')}"`);
}

/** The query with the table in place of `{object}`, `${table}`, `${object}` and `{batch}`. */
export function fillQuery(query: string, relation: string): string {
  return query.replace(/\$?\{(?:object|table|batch)\}/g, () => relation);
}
