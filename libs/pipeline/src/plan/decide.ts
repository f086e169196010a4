import { statSync } from 'node:fs';
import type { InputFile } from '@sluice/sources';
import { type DefinitionFacts, definitions } from './definitions.ts';
import { InputUnpublishedError } from '../errors.ts';
import { type Definition, fingerprintOf, isModified, whatChanged } from './fingerprint.ts';
import type { PlanOptions } from '../options.ts';
import type { ProjectTable } from '../project/project.ts';
import { type Replay, replaysOf } from '../quarantine/replays.ts';
import type { PublishedTable } from '../store/published-table.ts';
import { selectTables } from './selection.ts';
import { type Way, wayOf, wayWords } from '../incremental/way.ts';

/** What a plan says of one table. `leave`: not selected, read as it is published. */
export interface PlannedTable {
  readonly name: string;
  readonly layer: string;
  readonly kind: 'source' | 'model';
  readonly action: 'run' | 'skip' | 'leave';
  readonly reason: string;
  /** How its rows come in, where it runs. */
  readonly way: Way;
  /** Tables that its SQL reads. */
  readonly reads: readonly string[];
  /** Tables that it reads, or that its contract refers to. */
  readonly inputs: readonly string[];
  /** For a source, roughly how many rows it will have; 0 for a model. */
  readonly expectedRows: number;
  /** Where its rows come from, for a source. */
  readonly input: InputFile | 'generated' | undefined;
  /** SHA-256 of that file. */
  readonly content: string | undefined;
  /** Corrected rows that stand in for records of it. */
  readonly replays: readonly Replay[];
  /** Where it lies, or will: a file, or the folder of a Delta table. */
  readonly path: string;
  /** What is published and whole; undefined where nothing is. */
  readonly published: WholeTable | undefined;
  readonly fingerprint: string;
  /** JSON text of the Definition behind the fingerprint. */
  readonly definition: string;
}

/** A published table that can be read. */
export interface WholeTable extends PublishedTable {
  readonly rows: number;
  readonly bytes: number;
}

export interface Facts extends DefinitionFacts {
  /** What is published, by table. */
  readonly published: ReadonlyMap<string, PublishedTable>;
  readonly options: PlanOptions;
}

/**
 * Decides for each table, in order, whether it runs.
 * A selected table runs unless its fingerprint equals the published one; fingerprints of inputs that are not
 * selected are those that are published, because those are read.
 * @returns the tables, and a warning for each table that is read although it is out of date
 * @throws {InputUnpublishedError} where a selected table reads one that is neither selected nor published
 */
export async function decide(
  facts: Facts,
): Promise<{ readonly tables: readonly PlannedTable[]; readonly stale: readonly string[] }> {
  const { bound, inputs } = facts;
  const publishedOf = (name: string): PublishedTable | undefined => facts.published.get(name);
  const whole = await definitions(facts, () => undefined);
  const selected = selectedTables(facts, whole, publishedOf);
  const real = await definitions(facts, (name) => (selected.has(name) ? undefined : publishedOf(name)?.fingerprint));
  const running = new Set<string>();
  const tables: PlannedTable[] = [];
  for (const name of bound.order) {
    const definition = real.get(name);
    const table = bound.project.tables.get(name);
    if (definition === undefined || table === undefined) continue;
    const needed = [...(bound.dependencies.get(name) ?? [])];
    if (selected.has(name)) refuseUnpublished(name, needed, selected, publishedOf);
    const fingerprint = fingerprintOf(definition);
    const decision = selected.has(name)
      ? verdict(facts.options, publishedOf(name), definition, fingerprint, running)
      : { action: 'leave' as const, reason: 'not selected' };
    if (decision.action === 'run') running.add(name);
    const way = wayOf(table, publishedOf(name), definition, facts.options.fullRefresh);
    tables.push({
      name,
      layer: table.layer,
      kind: table.model === undefined ? 'source' : 'model',
      ...decision,
      ...(decision.action === 'run' && { reason: decision.reason + wayWords(way, table) }),
      way,
      reads: bound.models.get(name)?.inputs ?? [],
      inputs: needed,
      expectedRows: table.model === undefined ? expectedRows(facts, name) : 0,
      input: table.model === undefined ? (inputs.get(name) ?? 'generated') : undefined,
      content: definition.file,
      replays:
        definition.file === undefined ? [] : await replaysOf(facts.layout, table, definition.file, facts.pending),
      path: decision.action === 'run' ? pathOf(facts, table) : (publishedOf(name)?.path ?? pathOf(facts, table)),
      published: readable(publishedOf(name)),
      fingerprint,
      definition: JSON.stringify(definition),
    });
  }
  return { tables, stale: staleInputs(facts, whole, selected, publishedOf) };
}

/** Tables that are read as they are published although a run of them would change them. */
function staleInputs(
  { bound }: Facts,
  whole: ReadonlyMap<string, Definition>,
  selected: ReadonlySet<string>,
  publishedOf: (name: string) => PublishedTable | undefined,
): readonly string[] {
  return bound.order.flatMap((name) => {
    const published = publishedOf(name);
    const definition = whole.get(name);
    if (selected.has(name) || published === undefined || definition === undefined) return [];
    if (published.fingerprint === fingerprintOf(definition)) return [];
    const readers = bound.order.filter((reader) => selected.has(reader) && bound.dependencies.get(reader)?.has(name));
    if (readers.length === 0) return [];
    const changes = whatChanged(published.definition, definition).join(', ');
    return [
      `${name} is out of date (${changes}) and not selected: ${readers.join(', ')} will read it as it is published.`,
    ];
  });
}

const BYTES_A_ROW = 64;

function expectedRows({ bound, inputs }: Facts, source: string): number {
  const file = inputs.get(source);
  if (file === undefined) return bound.project.pipeline.generate(source, bound.parameters, 'scratch').rows;
  return Math.ceil(statSync(file.path).size / BYTES_A_ROW);
}

/** Where a table of that contract is published. */
function pathOf({ layout }: Facts, { layer, table, contract }: ProjectTable): string {
  return contract.format === 'delta' ? layout.folder(layer, table) : layout.table(layer, table);
}

function readable(published: PublishedTable | undefined): WholeTable | undefined {
  if (published?.rows === undefined || published.bytes === undefined) return undefined;
  return { ...published, rows: published.rows, bytes: published.bytes };
}

function verdict(
  options: PlanOptions,
  published: PublishedTable | undefined,
  definition: Definition,
  fingerprint: string,
  running: ReadonlySet<string>,
): Pick<PlannedTable, 'action' | 'reason'> {
  if (published === undefined) return { action: 'run', reason: 'not published yet' };
  if (options.fullRefresh) return { action: 'run', reason: 'full refresh' };
  if (published.fingerprint === fingerprint) return { action: 'skip', reason: 'unchanged' };
  const changes = whatChanged(published.definition, definition).map((change) => {
    const input = /^input (?<name>\S+) changed$/u.exec(change)?.groups?.['name'];
    return input !== undefined && running.has(input) ? `input ${input} runs` : change;
  });
  return { action: 'run', reason: changes.length === 0 ? 'its fingerprint changed' : changes.join(', ') };
}

function refuseUnpublished(
  name: string,
  inputs: readonly string[],
  selected: ReadonlySet<string>,
  publishedOf: (name: string) => PublishedTable | undefined,
): void {
  const missing = inputs.filter((input) => !selected.has(input) && publishedOf(input)?.fingerprint === undefined);
  if (missing.length === 0) return;
  throw new InputUnpublishedError(
    `${name} reads ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} neither selected nor published. ` +
      `Select +${name} to make what it needs first.`,
  );
}

function selectedTables(
  { bound, options }: Facts,
  whole: ReadonlyMap<string, Definition>,
  publishedOf: (name: string) => PublishedTable | undefined,
): ReadonlySet<string> {
  const selectable = [...bound.project.tables.values()].map(({ name, contract }) => {
    const definition = whole.get(name);
    const modified = definition === undefined || isModified(publishedOf(name)?.definition, definition);
    return [name, { tags: contract.tags, modified }] as const;
  });
  return selectTables(options, new Map(selectable), bound.dependencies);
}
