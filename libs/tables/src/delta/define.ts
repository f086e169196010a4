import { DefinitionRefusedError } from '../errors.ts';
import type { Change, TableColumn, TableDefinition } from '../table.ts';
import { isSameType } from './schema.ts';
import type { DeltaSnapshot } from './snapshot.ts';

/**
 * The columns that a definition adds at the end of a table; undefined where it changes anything else, or adds a column
 * that must not be null, which the rows there are would break.
 */
export function addedTo(table: TableDefinition, definition: TableDefinition): readonly TableColumn[] | undefined {
  const kept = table.columns.every((column, index) => {
    const other = definition.columns[index];
    return other?.name === column.name && other.nullable === column.nullable && isSameType(other.type, column.type);
  });
  const added = definition.columns.slice(table.columns.length);
  const same =
    isSameList(table.partitionedBy, definition.partitionedBy) && isSameMap(table.properties, definition.properties);
  return kept && same && added.every(({ nullable }) => nullable) ? added : undefined;
}

/** @throws {DefinitionRefusedError} for what no Delta table can be. */
export function demandDefinition(table: string, { columns, partitionedBy, properties }: TableDefinition): void {
  const refuse = (problem: string) => new DefinitionRefusedError(table, problem);
  const names = columns.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw refuse(`the column ${twice} is named twice (case does not count)`);
  // Without column mapping, Spark refuses these characters in the names of columns.
  const odd = columns.find(({ name }) => /[ ,;{}()\n\t=]/.test(name));
  if (odd !== undefined) throw refuse(`the column ${JSON.stringify(odd.name)} has one of " ,;{}()\\n\\t=" in its name`);
  for (const key of partitionedBy) {
    const column = columns.find(({ name }) => name === key);
    if (column === undefined) throw refuse(`it is partitioned by ${key}, which is none of its columns`);
    if (/[[(]/.test(column.type) && !column.type.startsWith('DECIMAL')) {
      throw refuse(`it is partitioned by ${key}, whose type ${column.type} has parts`);
    }
  }
  if (partitionedBy.length >= columns.length) throw refuse('it has no column that it is not partitioned by');
  const unknown = [...properties.keys()].find(
    (name) => name !== CLEANUP && FEATURES.some((feature) => name.startsWith(feature)),
  );
  if (unknown !== undefined) throw refuse(`${unknown} asks for a feature that Sluice does not write`);
}

/** Properties that only mean something together with a newer protocol. */
const FEATURES = [
  'delta.constraints.',
  'delta.columnMapping.',
  'delta.feature.',
  'delta.enable',
  'delta.minReaderVersion',
  'delta.minWriterVersion',
  'delta.checkpointPolicy',
];

/** Is named like a feature, and is none: any writer may leave the log as it is ("Metadata Cleanup"). */
const CLEANUP = 'delta.enableExpiredLogCleanup';

/** A table without rows. */
export function prepareCreate(storage: { locate(path: string): string }, definition: TableDefinition): Change {
  demandDefinition(storage.locate(''), definition);
  const parameters = {
    partitionBy: JSON.stringify(definition.partitionedBy),
    properties: JSON.stringify(Object.fromEntries(definition.properties)),
  };
  return { ...EMPTY, base: -1, operation: 'CREATE TABLE', parameters, definition };
}

/** New columns, at the end; the rows there are hold null in them. */
export function prepareAddColumns(
  storage: { locate(path: string): string },
  snapshot: DeltaSnapshot,
  columns: readonly TableColumn[],
): Change {
  const definition = { ...definitionOfTable(snapshot), columns: [...snapshot.columns, ...columns] };
  demandDefinition(storage.locate(''), definition);
  if (columns.some(({ nullable }) => !nullable)) {
    throw new DefinitionRefusedError(storage.locate(''), 'a new column may be null in the rows there are');
  }
  const parameters = { columns: JSON.stringify(columns.map(({ name, type }) => ({ name, type }))) };
  return { ...EMPTY, base: snapshot.version, operation: 'ADD COLUMNS', parameters, definition };
}

/** Sets properties, or removes those that are set to undefined. */
export function prepareProperties(
  storage: { locate(path: string): string },
  snapshot: DeltaSnapshot,
  properties: ReadonlyMap<string, string | undefined>,
): Change {
  const all = new Map(snapshot.properties);
  for (const [name, value] of properties) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  const definition = { ...definitionOfTable(snapshot), properties: all };
  demandDefinition(storage.locate(''), definition);
  const parameters = { properties: JSON.stringify(Object.fromEntries(properties)) };
  return { ...EMPTY, base: snapshot.version, operation: 'SET TBLPROPERTIES', parameters, definition };
}

export function definitionOfTable({ columns, partitionedBy, properties }: TableDefinition): TableDefinition {
  return { columns, partitionedBy, properties };
}

const EMPTY = { metrics: {}, adds: [], removes: [], read: 'nothing', changesRows: true } as const;

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

function isSameMap(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
