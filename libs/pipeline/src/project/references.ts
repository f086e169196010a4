import { quoteTable, type Session } from '@sluice/engine';
import { fillQuery, type Rule } from '@sluice/quality';
import { PARAMETERS } from './bind.ts';
import type { Cache } from './cache.ts';
import { parseSql } from './parse-cache.ts';
import type { Project, ProjectTable } from './project.ts';

/** What a contract refers to beside its own table. */
export interface References {
  /** Tables of the pipeline, by foreign keys and in the SQL of own rules. */
  readonly tables: readonly string[];
  /** What rules read of the run's parameters: columns that own SQL names, lower case, and parameters of expectations. */
  readonly parameters: ReadonlySet<string>;
}

export async function referencesOf(
  session: Session,
  table: ProjectTable,
  project: Project,
  cache: Cache,
): Promise<References> {
  const tables = new Set<string>();
  const parameters = new Set<string>();
  for (const rule of table.contract.rules) {
    const { names, columns } = await namedIn(session, table, rule, cache);
    for (const name of names) {
      if (name !== table.name && project.tables.has(name)) tables.add(name);
    }
    if (rule.form === 'expectation') for (const name of rule.parameters) parameters.add(name);
    if (!names.includes(PARAMETERS)) continue;
    for (const column of columns) parameters.add(column);
  }
  return { tables: [...tables].sort(), parameters };
}

async function namedIn(
  session: Session,
  table: ProjectTable,
  rule: Rule,
  cache: Cache,
): Promise<{ readonly names: readonly string[]; readonly columns: ReadonlySet<string> }> {
  const qualified = (schema: string | undefined, name: string): string => `${schema ?? table.layer}.${name}`;
  if (rule.form === 'reference') return { names: [qualified(rule.to.layer, rule.to.table)], columns: new Set() };
  const names: string[] = [];
  const columns = new Set<string>();
  for (const query of queriesOf(rule)) {
    const select = { sql: fillQuery(query, quoteTable(table.name)), location: rule.location };
    const parsed = await parseSql(session, select, cache);
    names.push(...parsed.tables.map(({ schema, name }) => qualified(schema, name)));
    for (const column of parsed.columns) columns.add(column);
  }
  if (rule.form === 'expectation' && rule.otherTable !== undefined) {
    const { otherTable } = rule;
    names.push(otherTable.includes('.') ? otherTable : qualified(undefined, otherTable));
  }
  return { names, columns };
}

/** The SQL that users wrote into a rule. */
function queriesOf(rule: Rule): readonly string[] {
  if (rule.form === 'query') return [rule.query];
  return rule.form === 'expectation' ? rule.queries : [];
}
