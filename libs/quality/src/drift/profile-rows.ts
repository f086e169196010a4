import { quoteIdentifier, type Session } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import { profile, type TableProfile } from '../profile/profile.ts';
import type { ProfiledColumn, ProfiledRelation } from '../profile/relation.ts';

const ROW = '"sluice row"';

/** The columns whose distribution a contract compares with earlier runs: their profiles have to be saved. */
export function driftColumns({ columns, rules }: Contract): readonly ProfiledColumn[] {
  const names = new Set(rules.flatMap((rule) => (rule.form === 'drift' ? rule.columns : [])));
  return columns.filter(({ name }) => names.has(name)).map(({ name, type, personal }) => ({ name, type, personal }));
}

/** Profiles some columns of a relation; its rows are numbered in their order, so that memory does not depend on how many there are. */
export function profileRows(
  session: Session,
  { relation, rows }: Pick<ProfiledRelation, 'relation' | 'rows'>,
  columns: readonly ProfiledColumn[],
): Promise<TableProfile> {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const numbered = `(SELECT ${names}, row_number() OVER () AS ${ROW} FROM ${relation})`;
  return profile(session, { relation: numbered, rows, rowNumber: ROW }, columns);
}
