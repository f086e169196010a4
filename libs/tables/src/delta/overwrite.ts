import type { Session } from '@sluice/engine';
import { DefinitionRefusedError, PartitionMissedError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Change, TableDefinition } from '../table.ts';
import { definitionOf, writeMetrics } from './append.ts';
import type { AppendRequest } from './append.ts';
import { addedTo, demandDefinition } from './define.ts';
import { isWithin, typesOf } from './partition-match.ts';
import type { Partition } from './partition-match.ts';
import { demandWritable } from './protocol.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { writeDataFiles } from './write-files.ts';

/** `definition`: what the table becomes, of whatever schema; absent, it stays as it is. */
export interface OverwriteRequest extends AppendRequest {
  /**
   * Which partitions are replaced, by some or all of the partition columns, values as the log writes them; or those
   * that the new rows lie in. Absent: the whole table.
   */
  readonly partitions?: readonly Partition[] | 'written';
}

/**
 * Writes the rows of a SELECT and prepares the change that puts them in the place of a table's rows, or of those of
 * some partitions.
 * @param snapshot  of the table; undefined where there is none.
 * @throws {FeatureUnsupportedError} {PartitionMissedError} for a row outside of the partitions, and what `writeDataFiles` throws.
 */
export async function prepareOverwrite(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot | undefined,
  request: OverwriteRequest,
): Promise<Change> {
  const { partitions } = request;
  const table = storage.locate('');
  if (snapshot !== undefined) demandWritable(table, snapshot, 'overwrite');
  const definition = request.definition ?? snapshot ?? (await definitionOf(session, request.select));
  if (definition !== snapshot) demandDefinition(table, definition);
  if (snapshot !== undefined && partitions !== undefined) demandSameRows(table, snapshot, definition);
  const into = snapshot === undefined ? definition : { ...definition, schema: snapshot.schema };
  const adds = await writeDataFiles(session, storage, { ...request, into });
  const replaced = partitions === 'written' ? adds.map(({ partition }) => partition) : partitions;
  const types = typesOf(definition.columns);
  const isReplaced = ({ partition }: { readonly partition: Partition }) =>
    replaced === undefined || replaced.some((one) => isWithin(partition, one, types));
  const missed = adds.find((file) => !isReplaced(file));
  if (missed !== undefined) throw new PartitionMissedError(table, missed.path);
  return {
    base: snapshot?.version ?? -1,
    operation: 'WRITE',
    parameters: { mode: 'Overwrite', partitionBy: JSON.stringify(definition.partitionedBy) },
    metrics: writeMetrics(adds),
    adds,
    removes: (snapshot?.files ?? []).filter(isReplaced),
    read: replaced === undefined ? 'everything' : { partitions: replaced },
    changesRows: true,
    ...((snapshot === undefined || request.definition !== undefined) && { definition }),
    ...(request.positions !== undefined && { positions: request.positions }),
    ...(request.info !== undefined && { info: request.info }),
  };
}

/** Files of partitions that stay hold the columns and types that the table had. */
function demandSameRows(table: string, snapshot: DeltaSnapshot, definition: TableDefinition): void {
  if (addedTo(snapshot, { ...definition, properties: snapshot.properties }) !== undefined) return;
  throw new DefinitionRefusedError(
    table,
    'the partitions that stay have their columns and types; overwrite the whole table to change them',
  );
}
