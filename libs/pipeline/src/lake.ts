import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '@sluice/core';
import { quoteIdentifier, type Session } from '@sluice/engine';
import { macroStatements } from '@sluice/transforms';
import { TableUnknownError } from './errors.ts';
import { fileRelation } from './judge.ts';

/** A published table, found by its file. */
export interface LakeTable {
  readonly pipeline: string;
  readonly layer: string;
  readonly table: string;
  readonly path: string;
}

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
        return readdirSync(join(root, entry.name))
          .filter((file) => file.endsWith(PARQUET))
          .map((file) => ({
            pipeline,
            layer,
            table: file.slice(0, -PARQUET.length),
            path: join(root, entry.name, file),
          }));
      });
  });
}

/**
 * Makes published tables readable under `pipeline.layer.table`, and under every shorter name that is not ambiguous.
 * Transforms can be called.
 */
export async function openLake(session: Session, tables: readonly LakeTable[]): Promise<void> {
  const statements = [...macroStatements()];
  for (const pipeline of new Set(tables.map((table) => table.pipeline))) {
    statements.push(`ATTACH ':memory:' AS ${quoteIdentifier(pipeline)}`);
  }
  const made = new Set<string>();
  for (const [name, table] of namesOf(tables)) {
    const schema = name.slice(0, -1).map(quoteIdentifier).join('.');
    if (schema !== '' && !made.has(schema) && name.length > 1) statements.push(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    made.add(schema);
    const qualified = name.map(quoteIdentifier).join('.');
    statements.push(`CREATE OR REPLACE VIEW ${qualified} AS SELECT * FROM ${fileRelation(table.path)}`);
  }
  await session.execute(statements.join(';\n'));
}

/**
 * Finds the one table that a name means: `[pipeline.][layer.]table`.
 * @throws {TableUnknownError} naming the candidates, or the nearest name
 */
export function findTable(tables: readonly LakeTable[], name: string): LakeTable {
  const fitting = tables.filter((table) => forms(table).some((form) => form.join('.') === name));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const full = (table: LakeTable): string => [table.pipeline, table.layer, table.table].join('.');
  if (fitting.length > 1) {
    throw new TableUnknownError(`${name} fits several tables: ${fitting.map(full).join(', ')}. Name more of it.`);
  }
  const near = nearest(
    name,
    tables.flatMap((table) => forms(table).map((form) => form.join('.'))),
  );
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new TableUnknownError(`No published table is named ${name}${hint}`);
}

/** `layer.table` and `table` are views of the default catalog, `pipeline.layer.table` of the pipeline's own. */
function namesOf(tables: readonly LakeTable[]): readonly (readonly [readonly string[], LakeTable])[] {
  const named = tables.flatMap((table) => forms(table).map((form) => [form, table] as const));
  const counts = new Map<string, number>();
  for (const [form] of named) counts.set(form.join('.'), (counts.get(form.join('.')) ?? 0) + 1);
  return named.filter(([form]) => counts.get(form.join('.')) === 1);
}

function forms({ pipeline, layer, table }: LakeTable): readonly (readonly string[])[] {
  return [[pipeline, layer, table], [layer, table], [table]];
}
