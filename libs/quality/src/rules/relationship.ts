import type { OdcsRelationship } from '../odcs/table.ts';
import type { ReferenceRule } from '../rule.ts';
import type { Path } from '../source.ts';
import type { ContractColumn } from '../contract.ts';
import { columnOf, type RuleTable } from './table.ts';

interface Reference {
  readonly layer?: string;
  readonly table: string;
  readonly column: string;
}

const forms =
  'customers.customer_id, bronze.customers.customer_id or ../bronze/customers.odcs.yaml#/schema/customers/properties/customer_id';

/** A foreign key of one column (`column`), or of several at the level of the table. Only nulls need not occur there. */
export function relationshipRule(
  table: RuleTable,
  column: ContractColumn | undefined,
  relationship: OdcsRelationship,
  path: Path,
): ReferenceRule | undefined {
  const { problems } = table;
  const columns = column === undefined ? ownColumns(table, relationship.from ?? [], [...path, 'from']) : [column.name];
  const targets = listOf(relationship.to).map((text) => readReference(text, table.name));
  const to: Path = [...path, 'to'];
  const known = targets.filter((target) => target !== undefined);
  const [first] = known;
  if (columns === undefined) return undefined;
  if (first === undefined || known.length < targets.length) {
    problems.report(to, `expected a reference such as ${forms}, got ${listOf(relationship.to).join(', ')}`);
    return undefined;
  }
  if (known.some(({ table: name, layer }) => name !== first.table || layer !== first.layer)) {
    problems.report(to, 'all columns of a key must be of one table');
    return undefined;
  }
  if (known.length !== columns.length) {
    problems.report(to, `expected ${String(columns.length)} columns, as in the key, got ${String(known.length)}`);
    return undefined;
  }
  const target = first.layer === undefined ? first.table : `${first.layer}.${first.table}`;
  const toColumns = known.map((reference) => reference.column);
  return {
    id: `${columns.join('+')}.references(${target}.${toColumns.join('+')})`,
    type: 'foreignKey',
    kind: 'row',
    form: 'reference',
    columns,
    severity: 'error',
    expected: `${columns.join(', ')} is in ${target} (${toColumns.join(', ')})`,
    terms: { to: `${target} (${toColumns.join(', ')})` },
    to: { ...(first.layer === undefined ? {} : { layer: first.layer }), table: first.table, columns: toColumns },
    location: problems.locate(path),
  };
}

function ownColumns(table: RuleTable, from: string | readonly string[], path: Path): readonly string[] | undefined {
  const names = listOf(from).map((text) => {
    const reference = readReference(text, table.name);
    return reference?.table === table.name ? reference.column : text;
  });
  const known = names.map((name) => columnOf(table, name, path));
  return known.includes(undefined) ? undefined : names;
}

function readReference(text: string, ownTable: string): Reference | undefined {
  const short = /^(?:([\w-]+)\.)?([\w-]+)\.([\w-]+)$/.exec(text);
  if (short !== null) return reference(short[1], short[2], short[3]);
  const full = /^(?:([^#]+)#)?\/?schema\/([\w-]+)\/properties\/([\w-]+)$/.exec(text);
  if (full === null) return undefined;
  const [, file, table, column] = full;
  if (file === undefined) return table === ownTable ? reference(undefined, table, column) : undefined;
  const folder = file.split('/').at(-2);
  return reference(folder === '.' || folder === '..' ? undefined : folder, table, column);
}

function reference(layer: string | undefined, table = '', column = ''): Reference {
  return layer === undefined ? { table, column } : { layer, table, column };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
