import type { Session } from '@sluice/engine';
import { PartitionMissedError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Change, DataFile } from '../table.ts';
import { definitionOf, writeMetrics } from './append.ts';
import type { AppendRequest } from './append.ts';
import { demandDefinition } from './define.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { writeDataFiles } from './write-files.ts';

export type Partition = ReadonlyMap<string, string | null>;

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
 * @throws {PartitionMissedError} for a row outside of the partitions, and what `writeDataFiles` throws.
 */
export async function prepareOverwrite(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot | undefined,
  request: OverwriteRequest,
): Promise<Change> {
  const { partitions } = request;
  const definition = request.definition ?? snapshot ?? (await definitionOf(session, request.select));
  demandDefinition(storage.locate(''), definition);
  const into = snapshot === undefined ? definition : { ...definition, schema: snapshot.schema };
  const adds = await writeDataFiles(session, storage, { ...request, into });
  const replaced = partitions === 'written' ? adds.map(({ partition }) => partition) : partitions;
  const missed = adds.find(({ partition }) => !isIn(partition, replaced));
  if (missed !== undefined) throw new PartitionMissedError(storage.locate(''), missed.path);
  return {
    base: snapshot?.version ?? -1,
    operation: 'WRITE',
    parameters: { mode: 'Overwrite', partitionBy: JSON.stringify(definition.partitionedBy) },
    metrics: writeMetrics(adds),
    adds,
    removes: (snapshot?.files ?? []).filter((file: DataFile) => isIn(file.partition, replaced)),
    read: replaced === undefined ? 'everything' : { partitions: replaced },
    changesRows: true,
    ...((snapshot === undefined || request.definition !== undefined) && { definition }),
    ...(request.positions !== undefined && { positions: request.positions }),
    ...(request.info !== undefined && { info: request.info }),
  };
}

function isIn(partition: Partition, some: readonly Partition[] | undefined): boolean {
  return some === undefined || some.some((one) => [...one].every(([name, value]) => partition.get(name) === value));
}
