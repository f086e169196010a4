import type { Session, SqlText } from './engine.ts';

/** A session that passes everything on, and notes the text of every statement that is executed or queried. */
export function recordingSession(session: Session): {
  readonly session: Session;
  readonly statements: readonly string[];
} {
  const statements: string[] = [];
  const noted = (statement: string | SqlText): string | SqlText => {
    statements.push(typeof statement === 'string' ? statement : statement.sql);
    return statement;
  };
  return {
    statements,
    session: recorded(session, noted),
  };
}

function recorded(session: Session, noted: (statement: string | SqlText) => string | SqlText): Session {
  return {
    another: async () => recorded(await session.another(), noted),
    execute: (statement) => session.execute(noted(statement)),
    query: (statement) => session.query(noted(statement)),
    queryColumns: (statement) => session.queryColumns(noted(statement)),
    append: (table, columns) => session.append(table, columns),
    describe: (select) => session.describe(select),
    parse: (select) => session.parse(select),
    readTree: (select) => session.readTree(select),
    printTree: (tree) => session.printTree(tree),
    writeParquet: (select, path, metadata, columns) => session.writeParquet(select, path, metadata, columns),
    writeParquetFiles: (select, folder, layout, columns) => session.writeParquetFiles(select, folder, layout, columns),
    writeCsv: (select, path) => session.writeCsv(select, path),
    progress: () => session.progress(),
    close: () => {
      session.close();
    },
  };
}
