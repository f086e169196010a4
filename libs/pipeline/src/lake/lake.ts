import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '@sluice/core';
import { quoteIdentifier, type Session } from '@sluice/engine';
import { macroStatements } from '@sluice/transforms';
import { TableUnknownError } from '../errors.ts';
import type { PublishedTable } from '../store/published-table.ts';
import { fileRelation, isDeltaFolder, readTableAt } from '../store/published.ts';
import type { VersionAt } from '../store/versions.ts';
import type { LakeTable } from './lake-table.ts';

const PARQUET = '.parquet';

/** The tables that lie in the folders of the named pipelines, in the order of their names. */
export function lakeTables(dataDir: string, pipelines: readonly string[]): readonly LakeTable[] {
  return [...pipelines].sort().flatMap((pipeline) => {
    const root = join(dataDir, pipeline);
    if (!existsSync(root)) return [];
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && (entry.name === '_raw' || !entry.name.startsWith('_')))
      .flatMap((entry) => {
        const layer = entry.name === '_raw' ? 'raw' : entry.name;
        return tablesIn(join(root, entry.name)).map(({ table, path }) => ({ pipeline, layer, table, path }));
      });
  });
}

/** Of a table in both forms the file, as `readTables` has it. */
function tablesIn(folder: string): readonly { readonly table: string; readonly path: string }[] {
  const names = readdirSync(folder);
  const files = names.filter((name) => name.endsWith(PARQUET)).map((name) => name.slice(0, -PARQUET.length));
  const folders = names.filter((name) => !files.includes(name) && isDeltaFolder(join(folder, name)));
  return [
    ...files.map((table) => ({ table, path: join(folder, table + PARQUET) })),
    ...folders.map((table) => ({ table, path: join(folder, table) })),
  ].sort((one, other) => (one.table < other.table ? -1 : 1));
}

/**
 * Makes published tables readable under `pipeline.layer.table`, and under every shorter name that is not ambiguous.
 * Transforms can be called.
 * @param at  which version of each; the newest unless told
 * @throws {VersionsNoneError} {VersionMissingError} where a table lacks it
 */
export async function openLake(session: Session, tables: readonly LakeTable[], at?: VersionAt): Promise<void> {
  const names = namesOf(tables);
  const statements = new Set(macroStatements());
  for (const { pipeline } of tables) statements.add(`ATTACH ':memory:' AS ${quoteIdentifier(pipeline)}`);
  for (const [{ catalog, schema }] of names) {
    statements.add(`CREATE SCHEMA IF NOT EXISTS ${[catalog, schema].map(quoteIdentifier).join('.')}`);
  }
  const relations = await relationsOf(session, tables, at);
  for (const [{ catalog, schema }, { table, path }] of names) {
    const view = [catalog, schema, table].map(quoteIdentifier).join('.');
    statements.add(`CREATE OR REPLACE VIEW ${view} AS SELECT * FROM ${relations.get(path) ?? fileRelation(path)}`);
  }
  await session.execute([...statements].join(';\n'));
}

/** FROM items of Delta tables, by their paths; of a file the path says enough. */
async function relationsOf(
  session: Session,
  tables: readonly LakeTable[],
  at: VersionAt | undefined,
): Promise<ReadonlyMap<string, string>> {
  const relations = new Map<string, string>();
  for (const table of tables) {
    const { path } = table;
    const published = await (at === undefined ? readFolderAt(session, path) : readAt(session, table, at));
    if (published !== undefined) relations.set(path, published.relation);
  }
  return relations;
}

async function readFolderAt(session: Session, path: string): Promise<PublishedTable | undefined> {
  return path.endsWith(PARQUET) ? undefined : readTableAt(session, path);
}

/** Who asks for no version does not load what reads them. */
async function readAt(session: Session, table: LakeTable, at: VersionAt): Promise<PublishedTable> {
  const { readVersion } = await import('../store/versions.ts');
  return readVersion(session, table, at);
}

/**
 * Finds the one table that a name means: `[pipeline.][layer.]table`.
 * @throws {TableUnknownError} naming the candidates, or the nearest name
 */
export function findTable(tables: readonly LakeTable[], name: string): LakeTable {
  const fitting = tables.filter((table) => forms(table).some((form) => form.name === name));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const full = (table: LakeTable): string => [table.pipeline, table.layer, table.table].join('.');
  if (fitting.length > 1) {
    throw new TableUnknownError(`${name} fits several tables: ${fitting.map(full).join(', ')}. Name more of it.`);
  }
  const near = nearest(
    name,
    tables.flatMap((table) => forms(table).map((form) => form.name)),
  );
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new TableUnknownError(`No published table is named ${name}${hint}`);
}

/** A name of a table, and where its view stands so that DuckDB finds it under that name. */
interface Form {
  readonly name: string;
  readonly catalog: string;
  readonly schema: string;
}

/** Every name that means one table alone. */
function namesOf(tables: readonly LakeTable[]): readonly (readonly [Form, LakeTable])[] {
  const named = tables.flatMap((table) => forms(table).map((form) => [form, table] as const));
  const counts = new Map<string, number>();
  for (const [{ name }] of named) counts.set(name, (counts.get(name) ?? 0) + 1);
  return named.filter(([{ name }]) => counts.get(name) === 1);
}

function forms({ pipeline, layer, table }: LakeTable): readonly Form[] {
  return [
    { name: `${pipeline}.${layer}.${table}`, catalog: pipeline, schema: layer },
    { name: `${pipeline}.${table}`, catalog: pipeline, schema: 'main' },
    { name: `${layer}.${table}`, catalog: 'memory', schema: layer },
    { name: table, catalog: 'memory', schema: 'main' },
  ];
}
