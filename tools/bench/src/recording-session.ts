import type { Row, Session, SqlText } from '@sluice/engine';

/** A session that notes every statement that is queried on it. */
export function recordingSession(session: Session): {
  readonly session: Session;
  readonly statements: readonly string[];
} {
  const statements: string[] = [];
  const note = (statement: string | SqlText): void => {
    statements.push(typeof statement === 'string' ? statement : statement.sql);
  };
  return {
    statements,
    session: {
      execute: async (statement): Promise<void> => {
        note(statement);
        await session.execute(statement);
      },
      query: (statement): Promise<readonly Row[]> => {
        note(statement);
        return session.query(statement);
      },
      describe: (select) => session.describe(select),
      parse: (select) => session.parse(select),
      readTree: (select) => session.readTree(select),
      printTree: (tree) => session.printTree(tree),
      writeParquet: (select, path, metadata, columns) => session.writeParquet(select, path, metadata, columns),
      writeParquetFiles: (select, folder, layout) => session.writeParquetFiles(select, folder, layout),
      writeCsv: (select, path) => session.writeCsv(select, path),
      progress: () => session.progress(),
      close: () => {
        session.close();
      },
    },
  };
}
