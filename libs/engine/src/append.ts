import { type DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { AppendedCell } from './engine.ts';

/** Rows that DuckDB takes at once: its vector size. */
const ROWS_AT_ONCE = 2_048;

/** Puts rows, given by column, at the end of a temporary table, whose columns say what their cells are. */
export async function append(
  connection: DuckDBConnection,
  table: string,
  columns: readonly (readonly AppendedCell[])[],
): Promise<void> {
  const rows = columns[0]?.length ?? 0;
  const appender = await connection.createAppender(table, 'main', 'temp');
  try {
    const types = columns.map((_, index) => appender.columnType(index));
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const to = Math.min(from + ROWS_AT_ONCE, rows);
      const chunk = DuckDBDataChunk.create(types, to - from);
      chunk.setColumns(rows <= ROWS_AT_ONCE ? columns : columns.map((cells) => cells.slice(from, to)));
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
}
