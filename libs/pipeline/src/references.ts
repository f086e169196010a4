import type { Session } from '@sluice/engine';
import type { QueryRule, Rule } from '@sluice/quality';
import type { Project, ProjectTable } from './project.ts';

/** The tables of the pipeline that a contract refers to: by foreign keys, and in the SQL of its own rules. */
export async function referencesOf(
  session: Session,
  table: ProjectTable,
  project: Project,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const rule of table.contract.rules) {
    for (const name of await namedIn(session, table, rule)) {
      if (name !== table.name && project.tables.has(name)) found.add(name);
    }
  }
  return [...found].sort();
}

async function namedIn(session: Session, table: ProjectTable, rule: Rule): Promise<readonly string[]> {
  if (rule.form === 'reference') return [`${rule.to.layer ?? table.layer}.${rule.to.table}`];
  if (rule.form !== 'query') return [];
  const { tables } = await session.parse({ sql: queryOver(rule, table.name), location: rule.location });
  return tables.map(({ schema, name }) => (schema === undefined ? `${table.layer}.${name}` : `${schema}.${name}`));
}

function queryOver(rule: QueryRule, table: string): string {
  return ['{object}', '${table}', '{batch}'].reduce(
    (sql, placeholder) => sql.replaceAll(placeholder, table),
    rule.query,
  );
}
