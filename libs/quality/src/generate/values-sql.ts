import { quoteIdentifier, quoteLiteral, type Row, type Value } from '@sluice/engine';
import type { Contract } from '../contract.ts';

/**
 * A SELECT that yields rows as the contract's table, types included.
 * @param types  other types of single columns, by name
 */
export function rowsSql(
  contract: Contract,
  rows: readonly Row[],
  types: Readonly<Record<string, string>> = {},
): string {
  const columns = contract.columns.map(({ name, type }) => ({ name: quoteIdentifier(name), type, other: types[name] }));
  const cast = columns.map(({ name, type, other }) => {
    const value = `CAST(${name} AS ${type})`;
    return `${other === undefined ? value : `CAST(${value} AS ${other})`} AS ${name}`;
  });
  const names = columns.map(({ name }) => name).join(', ');
  const lines = rows.map((row) => `(${contract.columns.map(({ name }) => literalOf(row[name] ?? null)).join(', ')})`);
  const nothing = `SELECT ${columns.map(({ name }) => `NULL AS ${name}`).join(', ')} WHERE FALSE`;
  const source = lines.length === 0 ? nothing : `VALUES ${lines.join(', ')}`;
  return `SELECT ${cast.join(', ')} FROM (${source}) AS given(${names})`;
}

function literalOf(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'object') throw new RangeError(`Not a cell of a table: ${JSON.stringify(value)}`);
  return quoteLiteral(Object.is(value, -0) ? '-0' : String(value));
}
