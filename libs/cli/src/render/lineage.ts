import type { LineageTable } from '@sluice/pipeline';
import type { Io } from '../io.ts';

/** The graph by layers, a line for each table: what it reads, what its contract refers to, where it goes. */
export function renderLineage(pipeline: string, tables: readonly LineageTable[], io: Io): string {
  const width = Math.max(...tables.map(({ name }) => bare(name).length));
  return [
    io.style('bold', pipeline),
    ...layersOf(tables).flatMap(([layer, members]) => [
      `  ${io.style('bold', layer)}`,
      ...members.map((table) => `    ${bare(table.name).padEnd(width)}  ${edges(table, io)}`.trimEnd()),
    ]),
  ].join('\n');
}

/** A flowchart from left to right; a reference of a contract is a dotted line. */
export function mermaidLineage(pipeline: string, tables: readonly LineageTable[]): string {
  const id = (name: string): string => name.replaceAll('.', '_');
  return [
    `%% ${pipeline}`,
    'flowchart LR',
    ...layersOf(tables).flatMap(([layer, members]) => [
      `  subgraph ${layer}`,
      ...members.map(({ name }) => `    ${id(name)}["${bare(name)}"]`),
      '  end',
    ]),
    ...tables.flatMap(({ name, reads, refersTo, sink }) => [
      ...reads.map((input) => `  ${id(input)} --> ${id(name)}`),
      ...refersTo.map((input) => `  ${id(input)} -.-> ${id(name)}`),
      ...(sink === undefined ? [] : [`  ${id(name)} --> ${id(name)}_sink>"${sink}"]`]),
    ]),
  ].join('\n');
}

function edges({ kind, reads, refersTo, sink }: LineageTable, io: Io): string {
  return [
    kind === 'source' ? io.style('dim', 'source') : `← ${reads.length === 0 ? 'parameters only' : reads.join(', ')}`,
    ...(refersTo.length === 0 ? [] : [io.style('dim', `(refers to ${refersTo.join(', ')})`)]),
    ...(sink === undefined ? [] : [`→ ${sink}`]),
  ].join('  ');
}

function layersOf(tables: readonly LineageTable[]): readonly (readonly [string, readonly LineageTable[]])[] {
  const layers = [...new Set(tables.map(({ layer }) => layer))];
  return layers.map((layer) => [layer, tables.filter((table) => table.layer === layer)]);
}

function bare(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
