import type { Session, SqlText, WrittenFile } from '@sluice/engine';
import { DefinitionRefusedError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Change, TableDefinition } from '../table.ts';
import { addedTo, demandDefinition } from './define.ts';
import { demandWritable } from './protocol.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { writeDataFiles } from './write-files.ts';

export interface AppendRequest {
  readonly select: SqlText;
  /** What a new table is, or what one becomes that gets new columns. Absent: as the table is, or as the SELECT is. */
  readonly definition?: TableDefinition;
  /** As in WriteRequest. */
  readonly staging?: string;
  readonly orderBy?: readonly string[];
  readonly rowsPerFile?: number;
  readonly file?: WrittenFile;
  /** How far sources have been read with these rows. */
  readonly positions?: ReadonlyMap<string, number>;
  readonly info?: Readonly<Record<string, string>>;
}

/**
 * Writes the rows of a SELECT and prepares the change that adds them to a table, which it makes where there is none.
 * @param snapshot  of the table; undefined where there is none.
 * @throws {FeatureUnsupportedError} {DefinitionRefusedError} for a definition that does more than add columns, and what
 *         `writeDataFiles` throws.
 */
export async function prepareAppend(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot | undefined,
  request: AppendRequest,
): Promise<Change> {
  const table = storage.locate('');
  if (snapshot !== undefined) demandWritable(table, snapshot, 'append');
  const definition = request.definition ?? snapshot ?? (await definitionOf(session, request.select));
  if (definition !== snapshot) demandDefinition(table, definition);
  const evolves = snapshot === undefined || (request.definition !== undefined && isNew(snapshot, definition, storage));
  const into = snapshot === undefined ? definition : { ...definition, schema: snapshot.schema };
  const adds = await writeDataFiles(session, storage, { ...request, into });
  return {
    base: snapshot?.version ?? -1,
    operation: 'WRITE',
    parameters: { mode: 'Append', partitionBy: JSON.stringify(definition.partitionedBy) },
    metrics: writeMetrics(adds),
    adds,
    removes: [],
    read: 'nothing',
    changesRows: true,
    ...(evolves && { definition }),
    ...(request.positions !== undefined && { positions: request.positions }),
    ...(request.info !== undefined && { info: request.info }),
  };
}

/** As Spark names them. */
export function writeMetrics(adds: Change['adds']): Readonly<Record<string, number>> {
  return {
    numFiles: adds.length,
    numOutputRows: adds.reduce((sum, { rows }) => sum + rows, 0),
    numOutputBytes: adds.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** A table of the columns of a SELECT. */
export async function definitionOf(session: Session, select: SqlText): Promise<TableDefinition> {
  const columns = await session.describe(select);
  return {
    columns: columns.map((column) => ({ ...column, nullable: true })),
    partitionedBy: [],
    properties: new Map(),
  };
}

/** Whether a definition adds to a table. */
function isNew(snapshot: DeltaSnapshot, definition: TableDefinition, storage: Storage): boolean {
  const added = addedTo(snapshot, definition);
  if (added !== undefined) return added.length > 0;
  throw new DefinitionRefusedError(
    storage.locate(''),
    'an append may add columns that may be null, and change nothing else; overwrite the table to change it',
  );
}
