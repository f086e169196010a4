import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { InterruptedError } from '@sluice/core';
import { append } from './append.ts';
import { changesInParquet, csvCopy, cutOf, parquetCopy, partsCopy, toWrittenFile, toWrittenParts } from './copy.ts';
import { refuseNul, translateError } from './duckdb-errors.ts';
import type {
  AppendedCell,
  Column,
  ParquetLayout,
  ParsedSelect,
  Progress,
  Row,
  Session,
  SqlText,
  Value,
  WrittenFile,
  WrittenPart,
} from './engine.ts';
import { ColumnTypeRefusedError, FileExistsError, FileNotWritableError } from './errors.ts';
import { parseSelect } from './parse.ts';
import type { SyntaxNode } from './syntax-tree.ts';
import { printTree, readTree } from './tree.ts';
import { asSqlText, wrapSql } from './sql-text.ts';
import { toRows, toText, toValue } from './values.ts';

const INTERRUPT_AGAIN_MS = 20;

/** A session on a DuckDB connection that `openDuckDb` has set up. */
export class DuckDbSession implements Session {
  readonly #connection: DuckDBConnection;
  readonly #connect: () => Promise<Session>;
  readonly #onClosed: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #interrupts = 0;
  #interruptAgain: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(connection: DuckDBConnection, connect: () => Promise<Session>, onClosed: () => void) {
    this.#connection = connection;
    this.#connect = connect;
    this.#onClosed = onClosed;
  }

  another(): Promise<Session> {
    return this.#connect();
  }

  execute(statement: string | SqlText): Promise<void> {
    return this.#next(async () => {
      await this.#run(asSqlText(statement));
    });
  }

  query(statement: string | SqlText): Promise<readonly Row[]> {
    return this.#next(() => this.#run(asSqlText(statement)));
  }

  queryColumns(statement: string | SqlText): Promise<readonly (readonly Value[])[]> {
    return this.#next(async () => {
      const columns = await this.#result(asSqlText(statement), async (result) => {
        const filled = await result.getColumns();
        return Array.from({ length: result.columnCount }, (_, index) => filled[index] ?? []);
      });
      return columns.map((cells) => cells.map(toValue));
    });
  }

  append(table: string, columns: readonly (readonly AppendedCell[])[]): Promise<void> {
    return this.#next(async () => {
      try {
        await append(this.#connection, table, columns);
      } catch (error) {
        throw translateError(error, `INSERT INTO ${table}`);
      }
    });
  }

  describe(select: string | SqlText): Promise<readonly Column[]> {
    return this.#next(async () => {
      const rows = await this.#run(wrapSql('DESCRIBE (', select, ')'));
      return rows.map(({ column_name: name, column_type: type }) => ({ name: toText(name), type: toText(type) }));
    });
  }

  parse(select: string | SqlText): Promise<ParsedSelect> {
    return this.#next(() => parseSelect(this.#connection, asSqlText(select)));
  }

  readTree(select: string | SqlText): Promise<SyntaxNode> {
    return this.#next(() => readTree(this.#connection, asSqlText(select)));
  }

  printTree(tree: SyntaxNode): Promise<string> {
    return this.#next(() => printTree(this.#connection, tree));
  }

  writeParquet(
    select: string | SqlText,
    path: string,
    metadata: Readonly<Record<string, string>>,
    columns?: readonly Column[],
  ): Promise<WrittenFile> {
    return this.#next(async () => {
      await this.#demandWritable(select, path, columns);
      const rows = await this.#run(parquetCopy(select, path, metadata), path);
      return toWrittenFile(rows[0], path);
    });
  }

  writeParquetFiles(
    select: string | SqlText,
    folder: string,
    layout: ParquetLayout,
    columns?: readonly Column[],
  ): Promise<readonly WrittenPart[]> {
    return this.#next(async () => {
      await this.#demandWritable(select, folder, columns);
      if (cutOf(layout) === undefined) await makeFolder(folder, asSqlText(select));
      return toWrittenParts(await this.#run(partsCopy(select, folder, layout), folder));
    });
  }

  writeCsv(select: string | SqlText, path: string): Promise<void> {
    return this.#next(async () => {
      if (existsSync(path)) throw new FileExistsError(path);
      await this.#run(csvCopy(select, path), path);
    });
  }

  progress(): Progress {
    if (this.#pending === 0 || this.#closed) return { percentage: undefined };
    const { percentage } = this.#connection.progress;
    return { percentage: percentage < 0 ? undefined : Math.min(percentage, 100) };
  }

  /** Rejects whatever runs or waits now with InterruptedError. */
  interrupt(): void {
    if (this.#pending === 0) return;
    this.#interrupts += 1;
    this.#connection.interrupt();
    // An interrupt that meets a statement between its preparation and its start is forgotten by DuckDB.
    this.#interruptAgain ??= setInterval(() => {
      this.#connection.interrupt();
    }, INTERRUPT_AGAIN_MS);
  }

  /** A connection that is closed under a running statement blocks the process, so the statement ends first. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#pending === 0) this.#disconnect();
    else this.interrupt();
  }

  #disconnect(): void {
    this.#connection.closeSync();
    this.#onClosed();
  }

  /** Statements wait for each other; one that was interrupted while it waited or ran rejects. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new InterruptedError('The session is closed.'));
    this.#pending += 1;
    const interrupts = this.#interrupts;
    const result = this.#last.then(async () => {
      try {
        this.#throwIfInterruptedSince(interrupts);
        const value = await work();
        this.#throwIfInterruptedSince(interrupts);
        return value;
      } finally {
        this.#settle();
      }
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  #throwIfInterruptedSince(interrupts: number): void {
    if (this.#interrupts !== interrupts) throw new InterruptedError();
  }

  #settle(): void {
    this.#pending -= 1;
    if (this.#pending > 0) return;
    clearInterval(this.#interruptAgain);
    this.#interruptAgain = undefined;
    if (this.#closed) this.#disconnect();
  }

  #run(statement: SqlText, target?: string): Promise<Row[]> {
    return this.#result(
      statement,
      async (result) => toRows(result.deduplicatedColumnNames(), await result.getRows()),
      target,
    );
  }

  async #result<T>(statement: SqlText, read: (result: DuckDBResult) => Promise<T>, target?: string): Promise<T> {
    refuseNul(statement);
    try {
      return await read(await this.#connection.run(statement.sql));
    } catch (error) {
      throw translateError(error, statement, target);
    }
  }

  async #demandWritable(select: string | SqlText, path: string, columns: readonly Column[] | undefined): Promise<void> {
    if (existsSync(path)) throw new FileExistsError(path);
    const statement = wrapSql('SELECT * FROM (', select, ')');
    refuseChangingTypes(columns ?? (await this.#columnsOf(statement, path)), statement);
  }

  async #columnsOf(statement: SqlText, path: string): Promise<readonly Column[]> {
    refuseNul(statement);
    try {
      const prepared = await this.#connection.prepare(statement.sql);
      const columns = Array.from({ length: prepared.columnCount }, (_, index) => ({
        name: prepared.columnName(index),
        type: prepared.columnType(index).toString(),
      }));
      prepared.destroySync();
      return columns;
    } catch (error) {
      throw translateError(error, statement, path);
    }
  }
}

function refuseChangingTypes(columns: readonly Column[], statement: SqlText): void {
  const refused = columns.filter(({ type }) => changesInParquet(type));
  if (refused.length > 0) throw new ColumnTypeRefusedError(refused, statement);
}

async function makeFolder(folder: string, { sql }: SqlText): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    throw new FileNotWritableError(`The folder ${folder} cannot be made.`, { sql, cause: error });
  }
}
