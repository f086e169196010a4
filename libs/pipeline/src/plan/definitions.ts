import { hashInput, type InputFile } from '@sluice/sources';
import { transformsUsed } from '@sluice/transforms';
import { type Definition, fingerprintOf, sha256 } from './fingerprint.ts';
import type { Layout } from '../lake/layout.ts';
import { columnName } from '../definition/parameters.ts';
import { PARAMETERS } from '../project/bind.ts';
import type { BoundProject } from '../project/bound-project.ts';
import { type Replay, replaysOf } from '../quarantine/replays.ts';

/** What definitions are taken of. */
export interface DefinitionFacts {
  readonly bound: BoundProject;
  readonly layout: Layout;
  /** Files that stand in for sources, by table. */
  readonly inputs: ReadonlyMap<string, InputFile>;
  /** Corrected rows that this run is to publish. */
  readonly pending: Replay | undefined;
}

/**
 * By table, what it is made from.
 * @param fixed  the fingerprint of a table that is read as it is published, undefined for the others
 */
export async function definitions(
  facts: DefinitionFacts,
  fixed: (name: string) => string | undefined,
): Promise<ReadonlyMap<string, Definition>> {
  const { bound, inputs, layout } = facts;
  const fingerprints = new Map<string, string>();
  const result = new Map<string, Definition>();
  for (const name of bound.order) {
    const table = bound.project.tables.get(name);
    if (table === undefined) continue;
    const file = inputs.get(name);
    const needed = [...(bound.dependencies.get(name) ?? [])].sort();
    const content = file && (await hashInput(file.path, layout.inputHashes));
    const replays = content === undefined ? [] : await replaysOf(layout, table, content, facts.pending);
    const own = {
      ...ownSql(bound, name, file),
      contract: sha256(JSON.stringify([table.contract.definition, table.contract.format, table.contract.orderedBy])),
      ...modelParts(bound, name, table.contract.usesAsOf),
      ...(content !== undefined && { file: content }),
      ...(replays.length > 0 && { replays: replays.map(({ sha256: hash }) => hash) }),
    };
    const definition = {
      ...own,
      inputs: Object.fromEntries(needed.map((input) => [input, fingerprints.get(input) ?? ''])),
    };
    result.set(name, definition);
    fingerprints.set(name, fixed(name) ?? fingerprintOf(definition));
  }
  return result;
}

function ownSql(bound: BoundProject, name: string, file: InputFile | undefined): { readonly sql?: string } {
  const model = bound.project.tables.get(name)?.model;
  if (model !== undefined) return { sql: sha256(model.sql) };
  if (file !== undefined) return {};
  const { setup, select } = bound.project.pipeline.generate(name, bound.parameters, 'scratch');
  return { sql: sha256(JSON.stringify([setup, select])) };
}

function modelParts(
  bound: BoundProject,
  name: string,
  usesAsOf: boolean,
): Pick<Definition, 'parameters'> & { readonly transforms?: string } {
  const parsed = bound.models.get(name)?.parsed;
  const readsParameters = parsed?.tables.some((table) => `${table.schema ?? ''}.${table.name}` === PARAMETERS) ?? false;
  const inRules = bound.references.get(name)?.parameters;
  const isNamed = (parameter: string): boolean => {
    const column = columnName(parameter);
    const inModel = readsParameters && (parsed?.star === true || parsed?.columns.has(column) === true);
    return inModel || inRules?.has(column) === true || (usesAsOf && parameter === 'asOf');
  };
  const named = Object.entries(bound.parameters).filter(([parameter]) => isNamed(parameter));
  const used = parsed === undefined ? [] : transformsUsed(parsed.functions);
  return {
    ...(used.length > 0 && { transforms: sha256(JSON.stringify(used.map(({ name: id, duckdb }) => [id, duckdb]))) }),
    parameters: Object.fromEntries(named.map(([parameter, value]) => [columnName(parameter), value])),
  };
}
