import { createHash } from 'node:crypto';
import { quoteIdentifier } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import { enforced, remark, type Check } from './check.ts';
import { columnTypeIn, type Dialect } from './column-types.ts';
import { cqlTable } from './cql.ts';
import { duckdbChecks } from './duckdb.ts';
import { postgresChecks } from './postgres.ts';

/**
 * The statement that creates a contract's table in another store: types, NOT NULL, keys, and the rules on rows as CHECKs
 * where the store has them and reads them as we do. What it does not hold is named in a comment, rule by rule.
 * Rules of severity warning and info are not enforced.
 * @throws {DdlImpossibleError} for CQL where the contract has no primary key
 */
export function createTable(contract: Contract, dialect: Dialect): string {
  switch (dialect) {
    case 'duckdb':
      return relational(contract, dialect, duckdbChecks(contract));
    case 'postgres':
      return relational(contract, dialect, postgresChecks(contract));
    case 'spark':
      return sparkTable(contract);
    case 'cql':
      return cqlTable(contract);
  }
}

function relational(contract: Contract, dialect: Dialect, checks: readonly Check[]): string {
  const columns = contract.columns.map(
    ({ name, type, required }) =>
      `${quoteIdentifier(name)} ${columnTypeIn(dialect, type)}${required ? ' NOT NULL' : ''}`,
  );
  const key = contract.primaryKey.map(quoteIdentifier).join(', ');
  const unique = contract.columns
    .filter((column) => column.unique)
    .map(({ name }) => `UNIQUE (${quoteIdentifier(name)})`);
  const held = checks.map((check) =>
    'sql' in check ? `CONSTRAINT ${quoteIdentifier(constraintName(check.rule.id))} CHECK (${check.sql})` : '',
  );
  const parts = [...columns, key === '' ? '' : `PRIMARY KEY (${key})`, ...unique, ...held.filter((sql) => sql !== '')];
  const body = parts.filter((part) => part !== '').map((part) => `  ${part}`);
  const left = checks.flatMap((check) => ('sql' in check ? [] : [remark(check.rule, check.reason)]));
  return [...left, `CREATE TABLE ${quoteIdentifier(contract.table)} (`, body.join(',\n'), ');', ''].join('\n');
}

/** PostgreSQL cuts names at 63 bytes, and two that are cut alike collide. */
function constraintName(id: string): string {
  if (Buffer.byteLength(id) <= 63) return id;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return `${Buffer.from(id)
    .subarray(0, 50)
    .toString()
    .replace(/\uFFFD+$/u, '')}#${hash}`;
}

function sparkTable(contract: Contract): string {
  const columns = contract.columns.map(({ name, type, required, description }) => {
    const comment = description === undefined ? '' : ` COMMENT '${description.replace(/[\\']/g, '\\$&')}'`;
    return `  ${sparkName(name)} ${columnTypeIn('spark', type)}${required ? ' NOT NULL' : ''}${comment}`;
  });
  const left = enforced(contract).map((rule) => remark(rule, 'a Parquet table of Spark has no constraints'));
  return [
    ...left,
    `CREATE TABLE ${sparkName(contract.table)} (`,
    columns.join(',\n'),
    `) USING ${contract.format};`,
    '',
  ].join('\n');
}

function sparkName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
