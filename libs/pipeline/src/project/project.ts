import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '@sluice/core';
import type { SqlText } from '@sluice/engine';
import { type Contract, ContractInvalidError } from '@sluice/quality';
import type { Cache } from './cache.ts';
import { readContract } from './contract-cache.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { PlanProblem } from '../errors.ts';

/** One table of a pipeline as its files declare it. A model has SQL, a source has none. */
export interface ProjectTable {
  /** `layer.table` */
  readonly name: string;
  readonly layer: string;
  readonly table: string;
  readonly contract: Contract;
  readonly model: SqlText | undefined;
  /** Path of `<table>.test.yaml`, where there is one. */
  readonly fixture: string | undefined;
}

/** A table that is made by SQL. */
export type ModelTable = ProjectTable & { readonly model: SqlText };

export function isModel(table: ProjectTable): table is ModelTable {
  return table.model !== undefined;
}

/** All tables of a pipeline, by name, in the order of their files. */
export interface Project {
  readonly pipeline: Pipeline;
  readonly tables: ReadonlyMap<string, ProjectTable>;
}

const CONTRACT = '.odcs.yaml';
const FIXTURE = '.test.yaml';
const MODEL = '.sql';

/**
 * Reads the models folder of a pipeline.
 * @param workspace  file names in messages are relative to it
 * @returns the project, and every problem found on the way; with problems the project is incomplete.
 */
export function readProject(
  pipeline: Pipeline,
  workspace: string,
  cache: Cache,
): { readonly project: Project; readonly problems: readonly PlanProblem[] } {
  const folder = fileURLToPath(pipeline.models);
  const shown = (path: string): string => relative(workspace, path);
  const problems: PlanProblem[] = [];
  const tables = new Map<string, ProjectTable>();
  for (const { layer, files } of layers(folder)) {
    for (const table of baseNames(files)) {
      const name = `${layer}.${table}`;
      const path = (ending: string): string => join(folder, layer, table + ending);
      if (!files.has(table + CONTRACT)) {
        const expected = shown(path(CONTRACT));
        problems.push({
          message: `${name} has no contract: expected ${expected}`,
          location: { file: shown(path(MODEL)) },
        });
        continue;
      }
      const contract = contractOf(path(CONTRACT), shown(path(CONTRACT)), cache, problems);
      if (contract === undefined) continue;
      if (contract.table !== table) {
        const message = `the schema is named ${contract.table}; expected ${table}, as the file is named`;
        problems.push({ message, location: { file: shown(path(CONTRACT)) } });
      }
      const model = files.has(table + MODEL)
        ? { sql: readFileSync(path(MODEL), 'utf8'), location: { file: shown(path(MODEL)), line: 1 } }
        : undefined;
      const fixture = files.has(table + FIXTURE) ? path(FIXTURE) : undefined;
      tables.set(name, { name, layer, table, contract, model, fixture });
    }
  }
  problems.push(...sourceProblems(pipeline, tables, shown(folder)));
  return { project: { pipeline, tables }, problems };
}

function layers(folder: string): readonly { layer: string; files: ReadonlySet<string> }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ layer: entry.name, files: new Set(readdirSync(join(folder, entry.name))) }));
}

function baseNames(files: ReadonlySet<string>): readonly string[] {
  const names = [...files].flatMap((file) => {
    const ending = [CONTRACT, MODEL].find((candidate) => file.endsWith(candidate));
    return ending === undefined ? [] : [file.slice(0, -ending.length)];
  });
  return [...new Set(names)].sort();
}

function contractOf(path: string, shown: string, cache: Cache, problems: PlanProblem[]): Contract | undefined {
  try {
    return readContract(readFileSync(path, 'utf8'), shown, cache);
  } catch (error) {
    if (!(error instanceof ContractInvalidError)) throw error;
    problems.push({ message: error.message, ...(error.location && { location: error.location }) });
    return undefined;
  }
}

function sourceProblems(
  pipeline: Pipeline,
  tables: ReadonlyMap<string, ProjectTable>,
  folder: string,
): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  for (const { name, model, contract } of tables.values()) {
    if (model === undefined && !pipeline.sources.has(name)) {
      const message = `${name} has a contract, but neither a model (.sql) nor an entry in the pipeline's sources`;
      problems.push({ message, location: { file: contract.file } });
    }
    if (model !== undefined && pipeline.sources.has(name)) {
      problems.push({
        message: `${name} is a source and has a model; it can be one of them`,
        location: { file: contract.file },
      });
    }
  }
  for (const [kind, names] of [
    ['source', pipeline.sources.keys()],
    ['sink', pipeline.sinks.keys()],
  ] as const) {
    for (const name of names) {
      if (tables.has(name)) continue;
      const near = nearest(name, [...tables.keys()]);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      problems.push({ message: `the ${kind} ${name} has no contract in ${folder}${hint}` });
    }
  }
  return problems;
}
