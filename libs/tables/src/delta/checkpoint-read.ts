import { quoteFile } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { Action } from './actions.ts';
import type { CheckpointFiles } from './log.ts';
import { readLines } from './read-log.ts';

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

/** Rows that come as one text: each costs less than a text of its own. */
const TOGETHER = 4096;

/**
 * The actions of a classic or a multi-part checkpoint. DuckDB writes them as lines of a commit, which are read as those
 * are. They are in no order.
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
  const lines = Object.keys(COLUMNS).map(
    (name) => `WHEN "${name}" IS NOT NULL THEN '{"${name}":' || to_json("${name}")::VARCHAR || '}'`,
  );
  const rows = await session.query(
    `SELECT string_agg(line, chr(10)) AS lines FROM (
       SELECT filename, file_row_number // ${TOGETHER} AS part, CASE ${lines.join(' ')} END AS line
       FROM read_parquet([${files.join(', ')}], hive_partitioning = false, schema = MAP {${schema.join(', ')}})
     )
     GROUP BY filename, part`,
  );
  const path = checkpoint.paths.join(', ');
  return rows.flatMap(({ lines: text }) => (typeof text === 'string' ? readLines(text, path, storage) : []));
}
