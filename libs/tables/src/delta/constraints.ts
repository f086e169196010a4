import { SqlRuntimeError, quoteIdentifier, quoteLiteral, wrapSql } from '@sluice/engine';
import type { Session, SqlText } from '@sluice/engine';
import { ColumnConstraintBrokenError } from '../errors.ts';
import type { TableDefinition } from '../table.ts';
import { translateInvariant } from './invariant.ts';
import type { DeltaType, StructType } from './types.ts';

/** What must be true of every row that is written. */
export interface Constraint {
  readonly column: string;
  /** As the operator reads it: `must not be null`. */
  readonly rule: string;
  /** True, false or null over the table's columns, in DuckDB's SQL. */
  readonly sql: string;
}

/** The rule of a column that must not be null. */
export const NOT_NULL = 'must not be null';

const MARK = 'sluice: constraint ';

/**
 * The constraints of a table: what must not be null, at any depth, and "Column Invariants".
 * @param into  its columns say what must not be null; its schema, where it has one, knows the invariants.
 * @throws {ConstraintUnsupportedError} for an invariant that cannot be told in DuckDB's SQL.
 */
export async function constraintsOf(
  session: Session,
  into: TableDefinition & { readonly schema?: StructType },
  table: string,
): Promise<readonly Constraint[]> {
  const fields = new Map((into.schema?.fields ?? []).map((field) => [field.name.toLowerCase(), field]));
  const keys = new Set(into.partitionedBy.map((name) => name.toLowerCase()));
  const constraints: Constraint[] = [];
  for (const { name, type, nullable } of into.columns) {
    const field = fields.get(name.toLowerCase());
    const column = quoteIdentifier(name);
    if (!nullable) {
      // An empty text is null in a partition column ("Partition Value Serialization").
      const value = keys.has(name.toLowerCase()) && type === 'VARCHAR' ? `nullif(${column}, '')` : column;
      constraints.push({ column: name, rule: NOT_NULL, sql: `${value} IS NOT NULL` });
    }
    const inner = field === undefined ? undefined : partsNotNull(column, field.type);
    if (inner !== undefined) constraints.push({ column: name, rule: 'has parts that must not be null', sql: inner });
    const invariant = field?.metadata['delta.invariants'];
    if (invariant === undefined) continue;
    const { rule, sql } = await translateInvariant(session, invariant, { table, column: name, columns: into.columns });
    constraints.push({ column: name, rule: `must be ${rule}`, sql });
  }
  return constraints;
}

/** The rows of a SELECT, which fails at the first one that breaks a constraint; false and null both do. */
export function enforceConstraints(select: SqlText, constraints: readonly Constraint[]): SqlText {
  if (constraints.length === 0) return select;
  const checks = constraints.map(
    ({ sql }, index) => `CASE WHEN (${sql}) THEN true ELSE error(${quoteLiteral(`${MARK}${index}`)}) END`,
  );
  return wrapSql('SELECT * FROM (', select, `) WHERE ${checks.join(' AND ')}`);
}

/** Runs what writes such rows. @throws {ColumnConstraintBrokenError} */
export async function whileEnforcing<T>(
  constraints: readonly Constraint[],
  table: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const index = error instanceof SqlRuntimeError ? new RegExp(`${MARK}(\\d+)`).exec(error.message)?.[1] : undefined;
    const broken = constraints[Number(index)];
    throw broken === undefined ? error : new ColumnConstraintBrokenError(table, broken.column, broken.rule, error);
  }
}

/** Undefined where every part of a value may be null. */
function partsNotNull(value: string, type: DeltaType, depth = 0): string | undefined {
  if (typeof type === 'string') return undefined;
  switch (type.type) {
    case 'struct': {
      const checks = type.fields.flatMap((field) => {
        const part = `${value}.${quoteIdentifier(field.name)}`;
        return conjuncts(part, field.nullable, field.type, depth);
      });
      return checks.length === 0 ? undefined : `(${value} IS NULL OR (${checks.join(' AND ')}))`;
    }
    case 'array':
      return everyElement(value, type.containsNull, type.elementType, depth);
    case 'map':
      return everyElement(`map_values(${value})`, type.valueContainsNull, type.valueType, depth);
  }
}

function everyElement(list: string, nullable: boolean, type: DeltaType, depth: number): string | undefined {
  const element = `e${String(depth)}`;
  const checks = conjuncts(element, nullable, type, depth + 1);
  if (checks.length === 0) return undefined;
  return `coalesce(len(list_filter(${list}, lambda ${element}: NOT (${checks.join(' AND ')}))) = 0, true)`;
}

function conjuncts(value: string, nullable: boolean, type: DeltaType, depth: number): string[] {
  const inner = partsNotNull(value, type, depth);
  return [...(nullable ? [] : [`${value} IS NOT NULL`]), ...(inner === undefined ? [] : [inner])];
}
