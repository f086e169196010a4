import { quoteFile, quoteIdentifier, quoteLiteral, type Row, type Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { TableUnknownError } from '../errors.ts';
import { layoutOf } from '../lake/layout.ts';
import { withSession } from '../lake/with-session.ts';
import { Cache } from '../project/cache.ts';
import { readProject } from '../project/project.ts';
import { type QuarantineFile, quarantineOf } from './quarantine-files.ts';

const MASK = '•••';

/** Rows of one quarantine file, values of personal columns masked. */
export interface QuarantineRows extends QuarantineFile {
  /** At most as many as were asked for: quarantine_id, file, line, record, reasons, row, raw. */
  readonly shown: readonly Row[];
}

/** What of a pipeline lies in quarantine, table by table, the newest run first. */
export async function listQuarantine(context: RunContext, pipeline: Pipeline): Promise<readonly QuarantineFile[]> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  return withSession(context, pipeline.name, (session) => quarantineOf(session, layout));
}

/**
 * Shows rows that were set aside. Values of columns that are personal, or that no contract declares, read `•••`; so does the
 * text of a record that could not be read, where the table has such columns.
 * @param table  with its layer
 * @param options.runId  the newest run that set rows of the table aside unless told
 * @throws {TableUnknownError} when there is nothing of that table, or of that run
 */
export async function showQuarantine(
  context: RunContext,
  pipeline: Pipeline,
  table: string,
  options: { readonly runId: string | undefined; readonly limit: number },
): Promise<QuarantineRows> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  const { project } = readProject(pipeline, context.workspace, new Cache(context.cacheDir));
  return withSession(context, pipeline.name, async (session) => {
    const files = (await quarantineOf(session, layout)).filter((file) => file.table === table);
    const chosen = options.runId === undefined ? files[0] : files.find(({ runId }) => runId === options.runId);
    if (chosen === undefined) throw new TableUnknownError(nothingOf(table, options.runId, files));
    const contract = project.tables.get(table)?.contract;
    return { ...chosen, shown: await maskedRows(session, chosen.path, contract, options.limit) };
  });
}

async function maskedRows(
  session: Session,
  path: string,
  contract: Contract | undefined,
  limit: number,
): Promise<readonly Row[]> {
  const from = `read_parquet(${quoteFile(path)})`;
  const columns = await session.describe(`SELECT "row".* FROM ${from}`);
  const known = new Set(contract?.columns.filter(({ personal }) => !personal).map(({ name }) => name) ?? []);
  const cells = columns.map(({ name }) => {
    const value = `"row".${quoteIdentifier(name)}`;
    const shown = known.has(name) ? value : `CASE WHEN ${value} IS NOT NULL THEN ${quoteLiteral(MASK)} END`;
    return `${quoteLiteral(name)}: ${shown}`;
  });
  const isOpen = contract?.columns.every(({ personal }) => !personal) ?? false;
  const raw = isOpen ? 'raw' : `CASE WHEN raw IS NOT NULL THEN ${quoteLiteral(MASK)} END AS raw`;
  return session.query(
    `SELECT quarantine_id, file, line, record, reasons,
       CASE WHEN "row" IS NOT NULL THEN {${cells.join(', ')}} END AS "row", ${raw}
     FROM ${from} LIMIT ${limit}`,
  );
}

function nothingOf(table: string, runId: string | undefined, files: readonly QuarantineFile[]): string {
  if (runId === undefined || files.length === 0) return `Nothing of ${table} is in quarantine.`;
  return `Run ${runId} set nothing of ${table} aside; these did: ${files.map((file) => file.runId).join(', ')}.`;
}
