import { quoteIdentifier } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import { DdlImpossibleError } from '../errors.ts';
import { columnTypeIn } from './column-types.ts';
import { enforced, remark } from './ddl.ts';

/**
 * A CQL table. The first column of the primary key is the partition key, the others cluster its rows in their order;
 * where columns are `partitioned: true`, those are the partition key, by `partitionKeyPosition`. CQL holds no rule.
 */
export function cqlTable(contract: Contract): string {
  if (contract.primaryKey.length === 0) throw new DdlImpossibleError(contract);
  const { partition, clustering } = cqlKey(contract);
  const key = [`(${partition.map(quoteIdentifier).join(', ')})`, ...clustering.map(quoteIdentifier)].join(', ');
  const columns = contract.columns.map(({ name, type }) => `  ${quoteIdentifier(name)} ${columnTypeIn('cql', type)},`);
  const left = enforced(contract).map((rule) => remark(rule, 'CQL has no constraints'));
  return [
    ...left,
    `CREATE TABLE ${quoteIdentifier(contract.table)} (`,
    ...columns,
    `  PRIMARY KEY (${key})`,
    ');',
    '',
  ].join('\n');
}

/** The columns of the primary key of a CQL table: those that a partition shares, and those that order its rows. */
export function cqlKey(contract: Contract): {
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
} {
  const { primaryKey } = contract;
  const declared = partitionColumns(contract).filter((name) => primaryKey.includes(name));
  const partition = declared.length > 0 ? declared : primaryKey.slice(0, 1);
  return { partition, clustering: primaryKey.filter((name) => !partition.includes(name)) };
}

interface Partitioned {
  readonly name: string;
  readonly position: number;
}

function partitionColumns({ definition }: Contract): readonly string[] {
  const found: Partitioned[] = [];
  for (const property of listAt(listAt(definition, 'schema')[0], 'properties')) {
    const name = valueAt(property, 'name');
    const position = valueAt(property, 'partitionKeyPosition');
    if (valueAt(property, 'partitioned') === true && typeof name === 'string')
      found.push({ name, position: typeof position === 'number' ? position : Infinity });
  }
  return found.toSorted((a, b) => (a.position === b.position ? 0 : a.position - b.position)).map(({ name }) => name);
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = valueAt(value, key);
  return Array.isArray(list) ? list : [];
}
