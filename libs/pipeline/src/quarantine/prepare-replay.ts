import { mkdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { quoteFile, quoteIdentifier, type Session } from '@sluice/engine';
import { type InputFormat, inputFormats, openInput } from '@sluice/sources';
import { stageParquet } from '@sluice/tables';
import { ReplayRefusedError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import { quarantineFilesOf } from './quarantine-files.ts';
import type { Replay, ReplayRequest } from './replays.ts';

const ID = 'quarantine_id';
const SHOWN = 5;

/**
 * Stages corrected rows, so that the plan can take them for an input of their table.
 * @param planned  of the run without them
 * @throws {ReplayRefusedError} when they are rows of no file, or do not stand for rows in quarantine, each once.
 */
export async function prepareReplay(session: Session, planned: Plan, request: ReplayRequest): Promise<Replay> {
  const { layout, project } = planned;
  const table = planned.tables.find(({ name }) => name === request.table);
  const declared = project.tables.get(request.table);
  if (table === undefined || declared === undefined) {
    throw new ReplayRefusedError(`${request.table} is no table of ${project.pipeline.name}.`);
  }
  if (table.content === undefined) throw new ReplayRefusedError(refusalOf(table));
  const { content, name } = table;
  const { contract, layer, table: bare } = declared;
  const columns = contract.columns.map(({ name: column, type, required }) => ({ name: column, type, required }));
  const file = { table: bare, path: resolve(request.from), format: formatOf(request.from) };
  const input = await openInput(session, file, [{ name: ID, type: 'VARCHAR', required: true }, ...columns]);
  const folder = layout.stagingFolder('replay');
  await mkdir(folder, { recursive: true });
  const staged = await stageParquet(session, {
    select: { sql: input.select },
    orderBy: [ID],
    path: join(folder, `${name}.parquet`),
    fingerprint: content,
    definition: JSON.stringify({ replay: name, content }),
  });
  if (staged.rows === 0) throw new ReplayRefusedError(`${request.from} has no rows; nothing was replayed.`);
  const { replays } = table;
  const asides = await quarantineFilesOf(layout, layer, bare);
  await refuseWrongIds(session, request, staged.path, { content, replays, asides });
  const target = join(layout.replayFolder(layer, bare, content), `${staged.sha256}.parquet`);
  return { table: name, content, sha256: staged.sha256, path: staged.path, target };
}

/** Why rows of a table cannot be replayed; they are made anew by each run. */
export function refusalOf({ name, kind, reads }: Pick<Plan['tables'][number], 'name' | 'kind' | 'reads'>): string {
  return kind === 'model'
    ? `${name} is a model: its rows are made anew by every run. Mend what it reads (${reads.join(', ')}), its SQL or its contract, and run again.`
    : `${name} is generated: there is no file that a corrected row could stand in for. Mend its generator or its contract, and run again.`;
}

async function refuseWrongIds(
  session: Session,
  { table, from }: ReplayRequest,
  staged: string,
  known: { readonly content: string; readonly replays: readonly Replay[]; readonly asides: readonly string[] },
): Promise<void> {
  const ids = (paths: readonly string[]): string =>
    paths.length === 0 ? `SELECT ''` : `SELECT ${ID} FROM read_parquet([${paths.map(quoteFile).join(', ')}])`;
  const given = `read_parquet(${quoteFile(staged)})`;
  const list = async (select: string): Promise<string> => {
    const found = await session.query(
      `SELECT DISTINCT ${quoteIdentifier(ID)} AS id FROM (${select}) ORDER BY id LIMIT ${SHOWN + 1}`,
    );
    const shown = found.slice(0, SHOWN).map(({ id }) => (typeof id === 'string' ? id : ''));
    return [...shown, ...(found.length > SHOWN ? ['…'] : [])].join(', ');
  };
  const refuse = (problem: string): never => {
    throw new ReplayRefusedError(
      `${from}: ${problem}.\nNothing was replayed. \`sluice quarantine show ${table}\` lists the rows that can be.`,
    );
  };
  const twice = await list(`SELECT ${ID} FROM ${given} GROUP BY ${ID} HAVING count(*) > 1`);
  if (twice !== '') refuse(`${twice} is there more than once`);
  const done = await list(`SELECT ${ID} FROM ${given} WHERE ${ID} IN (${ids(known.replays.map(({ path }) => path))})`);
  if (done !== '') refuse(`${done} was replayed before; a row is replayed once`);
  const prefixes = [known.content, ...known.replays.map(({ sha256 }) => sha256)].map((hash) => hash.slice(0, 12));
  const current = prefixes.map((prefix) => `starts_with(${ID}, '${prefix}-')`).join(' OR ');
  const foreign = await list(`SELECT ${ID} FROM ${given} WHERE NOT (${current})`);
  if (foreign !== '') refuse(`${foreign} is no row of the file as it is now, which would be read anew`);
  const unknown = await list(`SELECT ${ID} FROM ${given} WHERE ${ID} NOT IN (${ids(known.asides)})`);
  if (unknown !== '') refuse(`${unknown} is in no quarantine of ${table}`);
}

function formatOf(path: string): InputFormat {
  const ending = extname(path).slice(1).toLowerCase();
  const format = inputFormats.find((candidate) => candidate === ending);
  if (format !== undefined) return format;
  throw new ReplayRefusedError(`${path} must end in ${inputFormats.map((each) => `.${each}`).join(', ')}.`);
}
