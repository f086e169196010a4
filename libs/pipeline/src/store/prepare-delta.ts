import type { Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import {
  type Change,
  CONTRACT_KEY,
  DEFINITION_KEY,
  type DeltaSnapshot,
  FINGERPRINT_KEY,
  localStorage,
  prepareAppend,
  prepareMerge,
  prepareOverwrite,
  prepareReplace,
  QUARANTINED_KEY,
  type Snapshot,
  snapshotRelation,
  type Storage,
  type TableColumn,
  type TableDefinition,
} from '@sluice/tables';
import { type Candidate, type CandidateRequest, formerForm } from './candidate.ts';
import { contentsAfter } from './contents-after.ts';
import { sizeOf } from './delta.ts';
import { nullsIn } from './nulls.ts';
import { fileRelation } from './published.ts';

/**
 * Prepares the version of a Delta table that follows the published one; none where it would hold the same rows.
 * Whatever another writer commits before conflicts with it: tables that read this one take note of the version after the one
 * that it was prepared on.
 */
export async function prepareDelta(session: Session, request: CandidateRequest): Promise<Candidate> {
  const storage = localStorage(request.planned.path);
  const snapshot = request.planned.published?.snapshot;
  const definition = definitionOf(request, snapshot);
  const change = await changeOf(session, storage, request, definition);
  if (change === undefined && snapshot !== undefined)
    return candidateOf(session, storage, request, snapshot, snapshot, []);
  if (change === undefined) throw new TypeError(`${request.planned.name} has no version and no change makes one.`);
  const { positions } = { positions: undefined, ...request.increment };
  const whole: Change = {
    ...{ ...change, definition, read: 'everything', info: request.info },
    ...(positions && { positions }),
  };
  const { staged, placed } = contentsAfter(storage, snapshot, whole, definition);
  return candidateOf(session, storage, request, staged, placed, [whole]);
}

async function changeOf(
  session: Session,
  storage: Storage,
  { increment, rest, staging, contract, planned }: CandidateRequest,
  definition: TableDefinition,
): Promise<Change | undefined> {
  const source = `SELECT * FROM ${fileRelation(rest.path)}`;
  const snapshot = planned.published?.snapshot;
  const written = { select: { sql: source }, file: rest, orderBy: contract.orderedBy, definition, staging };
  if (increment.kind === 'whole' || snapshot === undefined)
    return prepareOverwrite(session, storage, snapshot, written);
  const { by } = { by: [], ...increment };
  switch (increment.kind) {
    case 'merge':
      return prepareMerge(session, storage, snapshot, {
        ...{ source, keys: by, staging, whenMatched: 'update', whenNotMatched: 'insert' },
      });
    case 'replace':
      return prepareReplace(session, storage, snapshot, { source, by, touched: increment.touched, staging });
    case 'append':
      return rest.rows === 0
        ? undefined
        : prepareAppend(session, storage, snapshot, { ...written, definition: snapshot });
  }
}

async function candidateOf(
  session: Session,
  storage: Storage,
  { planned }: CandidateRequest,
  contents: Snapshot,
  published: Snapshot,
  changes: readonly Change[],
): Promise<Candidate> {
  const relation = `(${snapshotRelation(storage, contents)})`;
  return {
    ...{ relation, contents },
    published: { relation: `(${snapshotRelation(storage, published)})`, contents: published },
    ...(await sizeOf(session, contents, relation)),
    nulls: nullsIn(contents.files),
    mark: { version: contents.version },
    commits: changes.map((change) => ({ table: planned.path, change })),
    renames: [],
    removals: formerForm(planned),
  };
}

/** A table that takes rows in keeps its columns: another contract makes it anew. */
function definitionOf(request: CandidateRequest, snapshot: DeltaSnapshot | undefined): TableDefinition {
  const properties = propertiesOf(request, snapshot);
  if (request.increment.kind === 'whole' || snapshot === undefined) {
    return { columns: columnsOf(request.contract), partitionedBy: [], properties };
  }
  const { columns, partitionedBy } = snapshot;
  return { columns, partitionedBy, properties };
}

function columnsOf({ columns }: Contract): readonly TableColumn[] {
  return columns.map(({ name, type, required }) => ({ name, type, nullable: !required }));
}

/** What others have set stays. */
function propertiesOf(
  { planned, contract, quarantined }: CandidateRequest,
  snapshot: DeltaSnapshot | undefined,
): ReadonlyMap<string, string> {
  const properties = new Map(snapshot?.properties);
  properties.set(FINGERPRINT_KEY, planned.fingerprint);
  properties.set(DEFINITION_KEY, planned.definition);
  properties.set(CONTRACT_KEY, JSON.stringify(contract.definition));
  properties.set(QUARANTINED_KEY, String(quarantined));
  return properties;
}
