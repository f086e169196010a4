import { stat } from 'node:fs/promises';
import { sha256OfFile } from '@sluice/core';
import type { Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import { diffBag } from './bag.ts';
import { diffContracts, personalColumns, storedContract } from './contracts.ts';
import { diffColumns, type SharedColumn, sharedColumns } from './columns.ts';
import { diffKeyed, type Sides } from './keyed.ts';
import type { TableDiff, ValuesDiff } from './report.ts';
import { CONTRACT_CHANGED, whatDiffers } from '../plan/fingerprint.ts';
import type { PublishedTable } from '../store/published-table.ts';

/** One table in two lakes; undefined where a lake lacks it. */
export interface TablePair {
  readonly name: string;
  /** As it is now; undefined for a table that the pipeline has no more. */
  readonly contract: Contract | undefined;
  readonly old: PublishedTable | undefined;
  readonly new: PublishedTable | undefined;
}

const NO_COLUMNS = { added: [], removed: [], retyped: [] };

/** Compares one table of two lakes. Only counts and samples leave the engine. */
export async function diffTable(session: Session, pair: TablePair, samples: number): Promise<TableDiff> {
  const { name, contract, old, new: fresh } = pair;
  const rows = { old: old?.rows, new: fresh?.rows };
  if (old === undefined || fresh === undefined) {
    const status = old === undefined ? 'added' : 'removed';
    return { name, status, rows, definition: undefined, different: true, columns: NO_COLUMNS };
  }
  const definition = whatDiffers(old.definition, fresh.definition);
  if (old.snapshot === undefined && fresh.snapshot === undefined && (await sameBytes(old.path, fresh.path))) {
    const unchanged = { known: true, changes: [] };
    return { name, status: 'identical', rows, definition, contract: unchanged, different: false, columns: NO_COLUMNS };
  }
  const stored = [await storedContract(session, old), await storedContract(session, fresh)] as const;
  const isSame = definition !== undefined && !definition.includes(CONTRACT_CHANGED);
  const promised = diffContracts(...stored, isSame);
  const before = await session.describe(`SELECT * FROM ${old.relation}`);
  const after = await session.describe(`SELECT * FROM ${fresh.relation}`);
  const columns = diffColumns(before, after);
  const sides = {
    old: old.relation,
    new: fresh.relation,
    oldRows: rows.old ?? 0,
    newRows: rows.new ?? 0,
  };
  const shared = sharedColumns(after, columns, contract, personalColumns(stored));
  const values = await diffValues(session, sides, shared, contract?.primaryKey ?? [], samples);
  const differs = [columns.added, columns.removed, columns.retyped].some(({ length }) => length > 0);
  const status = differs || values.added + values.removed + values.changed > 0 ? 'different' : 'equal';
  const different = status === 'different' || promised.changes.some(({ kind }) => kind !== 'tightened');
  return { name, status, rows, definition, contract: promised, different, columns, values };
}

async function diffValues(
  session: Session,
  sides: Sides,
  shared: readonly SharedColumn[],
  primaryKey: readonly string[],
  samples: number,
): Promise<ValuesDiff> {
  const key = primaryKey.flatMap((name) => shared.filter((column) => column.name === name));
  if (primaryKey.length === 0) return diffBag(session, sides, shared, samples, 'no contract declares a primary key');
  if (key.length < primaryKey.length) {
    const missing = primaryKey.filter((name) => !key.some((column) => column.name === name));
    return diffBag(session, sides, shared, samples, `not both lakes have the key's ${missing.join(', ')}`);
  }
  const others = shared.filter(({ name }) => !primaryKey.includes(name));
  const keyed = await diffKeyed(session, sides, key, others, samples);
  return keyed ?? diffBag(session, sides, shared, samples, `${primaryKey.join(', ')} is not unique in both lakes`);
}

async function sameBytes(left: string, right: string): Promise<boolean> {
  const sizes = await Promise.all([stat(left), stat(right)]);
  if (sizes[0].size !== sizes[1].size) return false;
  const [old, fresh] = await Promise.all([sha256OfFile(left), sha256OfFile(right)]);
  return old === fresh;
}
