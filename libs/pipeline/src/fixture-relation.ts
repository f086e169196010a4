import { dirname, extname, resolve } from 'node:path';
import { type Location, nearest } from '@sluice/core';
import { quoteIdentifier, quoteLiteral, type Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import { type InputFormat, openInput } from '@sluice/sources';
import { emptySelect } from './bind.ts';
import { FixtureInvalidError } from './errors.ts';
import type { FixtureCell, FixtureRow, FixtureRows } from './fixture-file.ts';

const FORMATS: ReadonlyMap<string, InputFormat> = new Map([
  ['.csv', 'csv'],
  ['.ndjson', 'ndjson'],
  ['.parquet', 'parquet'],
]);

/**
 * The SELECT of a fixture's rows, in the contract's columns and types; missing cells are null.
 * @param fixture  path of the fixture file, beside which data files lie
 * @throws {FixtureInvalidError} where a row has a column that the contract lacks
 */
export async function fixtureSelect(
  session: Session,
  contract: Contract,
  rows: FixtureRows,
  fixture: string,
  location: Location,
): Promise<string> {
  if (typeof rows === 'string') return fileSelect(session, contract, resolve(dirname(fixture), rows), location);
  if (rows.length === 0) return emptySelect(contract);
  const names = contract.columns.map(({ name }) => name);
  for (const row of rows) refuseUnknown(row, names, contract, location);
  const tuples = rows.map((row) => `(${names.map((name) => literal(row[name] ?? null)).join(', ')})`);
  const cast = contract.columns.map(
    ({ name, type }) => `CAST(${quoteIdentifier(name)} AS ${type}) AS ${quoteIdentifier(name)}`,
  );
  return `SELECT ${cast.join(', ')} FROM (VALUES ${tuples.join(', ')}) AS given(${names.map(quoteIdentifier).join(', ')})`;
}

async function fileSelect(session: Session, contract: Contract, path: string, location: Location): Promise<string> {
  const format = FORMATS.get(extname(path));
  if (format === undefined) {
    const known = [...FORMATS.keys()].join(', ');
    throw new FixtureInvalidError(`${path} is no file that a fixture can read: expected ${known}`, { location });
  }
  const columns = contract.columns.map(({ name, type, required }) => ({ name, type, required }));
  const { select } = await openInput(session, { table: contract.table, path, format }, columns);
  return select;
}

function refuseUnknown(row: FixtureRow, names: readonly string[], contract: Contract, location: Location): void {
  const unknown = Object.keys(row).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new FixtureInvalidError(`${contract.table} has no column ${unknown}${hint}`, { location });
}

function literal(cell: FixtureCell): string {
  return cell === null ? 'CAST(NULL AS VARCHAR)' : quoteLiteral(String(cell));
}
