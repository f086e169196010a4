import type { Session } from '@sluice/engine';
import { changes, localStorage } from '@sluice/tables';
import type { DeltaInput } from './increment.ts';

/** A SELECT of the rows that came and went since a version, and `_change_type`; undefined where nobody can tell. */
export async function changesOf(
  session: Session,
  { folder, contents }: DeltaInput,
  since: number,
): Promise<string | undefined> {
  const found = await changes(session, localStorage(folder), since, contents, []);
  return found === 'gone' ? undefined : found.sql;
}
