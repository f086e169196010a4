import { addAbortSignal } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { EXIT, InterruptedError } from '@sluice/core';
import { SqlBindError, type Column, type Row, type Session } from '@sluice/engine';
import { findTable, lakeTables, openLake, type LakeTable } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action, CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { loadPipelines } from '../launch.ts';
import { versionAt } from '../moment.ts';
import { csv } from '../render/csv.ts';
import { counted } from '../render/format.ts';
import { renderRows } from '../render/table.ts';
import { withScratchSession } from '../scratch.ts';

const TABLE_ROWS = 1000;

export const action: Action = async (context) => {
  const { io, flags } = context;
  const form = choice(flags, 'output', ['table', 'json', 'csv']);
  const limit = limitOf(context) ?? (form === 'table' ? TABLE_ROWS : undefined);
  const { columns, rows } = await answer(context, limit);
  const names = columns.map(({ name }) => name);
  const shown = limit === undefined ? rows : rows.slice(0, limit);
  if (form === 'json') io.printJson(shown);
  if (form === 'csv') io.write(csv(names, shown));
  if (form === 'table') io.print(renderRows(names, shown, io));
  if (form === 'table')
    io.note(
      rows.length > shown.length
        ? `the first ${counted(shown.length, 'row')}; --limit shows more`
        : counted(rows.length, 'row'),
    );
  return EXIT.done;
};

/** One row more than the limit is asked for, so that it is known whether there are more. */
async function answer(
  context: CommandContext,
  limit: number | undefined,
): Promise<{ columns: readonly Column[]; rows: readonly Row[] }> {
  const { launch, settings, operand = '', flags, signal } = context;
  const text = (operand === '-' ? await readStdin(signal) : operand).trim().replace(/;\s*$/u, '');
  if (text === '') throw new UsageError('There is no SQL to run.');
  const name = flags.text('pipeline');
  const names =
    name === undefined
      ? Object.keys(launch.pipelines)
      : (await loadPipelines(launch, name)).map((pipeline) => pipeline.name);
  const tables = lakeTables(settings.dataDir, names);
  const at = versionAt(flags);
  // In brackets a statement can be nothing but a query; the line break ends a comment.
  const select = { sql: `SELECT * FROM (\n${text}\n)`, location: { file: 'query', line: 0 } };
  return withScratchSession(context, async (session) => {
    // Of the tables that the SQL does not name some may have no such version.
    await openLake(session, at === undefined ? tables : await namedTables(session, text, tables), at);
    try {
      const columns = await session.describe(select);
      const limited = limit === undefined ? select : { ...select, sql: `${select.sql} LIMIT ${limit + 1}` };
      return { columns, rows: await session.query(limited) };
    } catch (error) {
      if (error instanceof SqlBindError) await namedTables(session, text, tables);
      throw error;
    }
  });
}

/** @throws {TableUnknownError} saying of a name which tables it could mean */
async function namedTables(session: Session, sql: string, tables: readonly LakeTable[]): Promise<readonly LakeTable[]> {
  const { tables: named } = await session.parse(sql);
  const found = named.map(({ schema, name }) => findTable(tables, schema === undefined ? name : `${schema}.${name}`));
  return [...new Set(found)];
}

function limitOf({ flags }: CommandContext): number | undefined {
  const text = flags.text('limit');
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/u.test(text)) throw new UsageError(`--limit must be a whole number, got ${JSON.stringify(text)}.`);
  return Number(text);
}

/** Reading must not keep Ctrl-C from ending the command. */
async function readStdin(signal: AbortSignal): Promise<string> {
  try {
    return await readText(addAbortSignal(signal, process.stdin));
  } catch (error) {
    throw signal.aborted ? new InterruptedError(undefined, { cause: error }) : error;
  }
}
