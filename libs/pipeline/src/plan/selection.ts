import { nearest } from '@sluice/core';
import { SelectorInvalidError } from '../errors.ts';
import { type Dependencies, reach, reversed } from './graph.ts';

/** What selectors can ask of a table. */
export interface Selectable {
  readonly tags: readonly string[];
  /** Its own definition differs from the published one, or it is not published. */
  readonly modified: boolean;
}

export interface Selection {
  /** Selectors; those of one string that stand apart by spaces are united, by commas intersected. Empty: every table. */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * The tables that dbt's selectors name: `silver.x`, `x`, `gold.*`, `+x`, `x+`, `2+x`, `x+1`, `tag:t`, `state:modified`.
 * @param dependencies  by table, what it reads
 * @throws {SelectorInvalidError} where a part cannot be read or names no table, with the nearest name.
 */
export function selectTables(
  selection: Selection,
  tables: ReadonlyMap<string, Selectable>,
  dependencies: Dependencies,
): ReadonlySet<string> {
  const downstream = reversed(dependencies);
  const one = (part: string): ReadonlySet<string> => {
    const match = /^(?:(?<up>\d*)\+)?(?<core>[^+]+)(?:\+(?<down>\d*))?$/u.exec(part);
    const core = match?.groups?.['core'];
    if (core === undefined) throw new SelectorInvalidError(`"${part}" is not a selector. ${HELP}`);
    const found = new Set<string>();
    for (const table of matching(core, tables)) {
      found.add(table);
      for (const input of reach(dependencies, table, steps(match?.groups?.['up']))) found.add(input);
      for (const reader of reach(downstream, table, steps(match?.groups?.['down']))) found.add(reader);
    }
    return found;
  };
  const intersected = (selector: string): ReadonlySet<string> =>
    selector
      .split(',')
      .map(one)
      .reduce((left, right) => new Set([...left].filter((table) => right.has(table))));
  const united = (selectors: readonly string[]): ReadonlySet<string> =>
    new Set(selectors.flatMap((text) => text.split(/\s+/u).filter(Boolean)).flatMap((text) => [...intersected(text)]));
  const excluded = united(selection.exclude);
  const selected = selection.select.length === 0 ? new Set(tables.keys()) : united(selection.select);
  return new Set([...selected].filter((table) => !excluded.has(table)));
}

const HELP = 'Selectors are silver.x, x, gold.*, +x, x+, 2+x, tag:t and state:modified.';

function steps(depth: string | undefined): number {
  if (depth === undefined) return 0;
  return depth === '' ? Number.POSITIVE_INFINITY : Number(depth);
}

function matching(core: string, tables: ReadonlyMap<string, Selectable>): readonly string[] {
  const all = [...tables];
  if (core === 'state:modified') return all.filter(([, table]) => table.modified).map(([name]) => name);
  if (core.startsWith('tag:')) {
    const tag = core.slice('tag:'.length);
    const found = all.filter(([, table]) => table.tags.includes(tag)).map(([name]) => name);
    if (found.length > 0) return found;
    throw unknown(
      `No table has the tag ${tag}`,
      tag,
      all.flatMap(([, table]) => table.tags),
    );
  }
  const names = all.map(([name]) => name);
  const pattern = new RegExp(`^${core.split('*').map(escape).join('.*')}$`, 'u');
  const found = names.filter((name) => pattern.test(name) || pattern.test(bare(name)));
  if (found.length === 0) throw unknown(`No table is named ${core}`, core, [...names, ...names.map(bare)]);
  if (found.length > 1 && !core.includes('*')) {
    throw new SelectorInvalidError(`${core} fits several tables: ${found.join(', ')}. Name the layer too.`);
  }
  return found;
}

function bare(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

function unknown(what: string, name: string, candidates: readonly string[]): SelectorInvalidError {
  const near = nearest(name, candidates);
  return new SelectorInvalidError(near === undefined ? `${what}. ${HELP}` : `${what}; did you mean ${near}?`);
}
