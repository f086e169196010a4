import { quoteFile } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { LogBrokenError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { readAction } from './actions.ts';
import type { Action } from './actions.ts';
import type { CheckpointFiles } from './log.ts';

const VECTOR = 'STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR, "offset" INTEGER)';
const TEXTS = 'MAP(VARCHAR, VARCHAR)';

/** What is read of a checkpoint ("Checkpoint Schema"); columns that a writer left out are null. */
const COLUMNS: Readonly<Record<string, string>> = {
  add: `STRUCT(path VARCHAR, partitionValues ${TEXTS}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags ${TEXTS}, deletionVector ${VECTOR})`,
  remove: `STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${TEXTS}, size BIGINT, deletionVector ${VECTOR})`,
  metaData: `STRUCT(id VARCHAR, "name" VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, "options" ${TEXTS}), schemaString VARCHAR, partitionColumns VARCHAR[], createdTime BIGINT, "configuration" ${TEXTS})`,
  protocol:
    'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])',
  txn: 'STRUCT(appId VARCHAR, "version" BIGINT, lastUpdated BIGINT)',
};

/**
 * The actions of a classic or a multi-part checkpoint. DuckDB writes them as the lines of a commit, which are read
 * as those are.
 * @throws {LogBrokenError} for a row that is no action, and whatever the engine throws for a file that is no Parquet.
 */
export async function readCheckpoint(
  session: Session,
  storage: Storage,
  checkpoint: CheckpointFiles,
): Promise<readonly Action[]> {
  const files = checkpoint.paths.map((path) => quoteFile(storage.locate(path)));
  const schema = Object.entries(COLUMNS).map(
    ([name, type]) => `'${name}': {name: '${name}', type: '${type}', default_value: NULL}`,
  );
  const names = Object.keys(COLUMNS);
  const rows = await session.query(
    `SELECT ${names.map((name) => `to_json("${name}")::VARCHAR AS "${name}"`).join(', ')}
     FROM read_parquet([${files.join(', ')}], hive_partitioning = false, schema = MAP { ${schema.join(', ')} })
     WHERE ${names.map((name) => `"${name}" IS NOT NULL`).join(' OR ')}`,
  );
  return rows.flatMap((row) =>
    names.flatMap((name) => {
      const json = row[name];
      if (typeof json !== 'string') return [];
      const read = readAction(`{"${name}":${json}}`);
      if ('action' in read) return [read.action];
      throw new LogBrokenError(storage.locate(''), `${checkpoint.paths.join(', ')}: ${read.problem}`);
    }),
  );
}
