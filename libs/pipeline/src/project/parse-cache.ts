import type { ParsedSelect, Session, SqlText, TableReference } from '@sluice/engine';
import type { Cache } from './cache.ts';

interface Kept {
  readonly tables: readonly TableReference[];
  readonly columns: readonly string[];
  readonly star: boolean;
  readonly functions: readonly string[];
}

/**
 * Reads what a SELECT names, or gives what an earlier reading of the same text gave.
 * @throws {SqlSyntaxError} @throws {SqlRefusedError}
 */
export async function parseSql(session: Session, select: SqlText, cache: Cache): Promise<ParsedSelect> {
  const what = [select.sql, JSON.stringify(select.location ?? null)];
  const kept = cache.get<Kept>('parsed', what);
  if (kept !== undefined) return { ...kept, columns: new Set(kept.columns), functions: new Set(kept.functions) };
  const parsed = await session.parse(select);
  const { tables, columns, star, functions } = parsed;
  cache.keep<Kept>('parsed', what, { tables, columns: [...columns], star, functions: [...functions] });
  return parsed;
}
