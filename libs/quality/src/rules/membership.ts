import { quoteIdentifier } from '@sluice/engine';
import { membership, type Membership } from '../membership.ts';
import { plainText } from '../problems.ts';
import { literalFor } from '../literal.ts';
import type { Path } from '../source.ts';
import type { ContractColumn } from '../contract.ts';
import type { RuleTable } from './table.ts';

export interface Members {
  /** SQL list without nulls, which match nothing; empty where the set has no other members. */
  readonly members: readonly string[];
  /** The members for people, at most ten. */
  readonly text: string;
}

/** A set of values that compares with a column; reports members of another type. */
export function readMembers(
  table: RuleTable,
  column: ContractColumn,
  values: readonly unknown[],
  path: Path,
): Members | undefined {
  const members: string[] = [];
  let broken = false;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const literal = literalFor(value, column);
    if (literal.ok) members.push(literal.sql);
    else {
      table.problems.report([...path, index], `${literal.reason} (${column.name} is ${column.type})`);
      broken = true;
    }
  }
  const shown = values.filter((value) => value !== null).map(plainText);
  const text =
    shown.length > 10 ? `${shown.slice(0, 10).join(', ')} and ${String(shown.length - 10)} more` : shown.join(', ');
  return broken ? undefined : { members, text };
}

/** True where the column has a value that is not a member. */
export function notIn(column: ContractColumn, { members }: Members): Membership {
  const sql = quoteIdentifier(column.name);
  return members.length === 0 ? { sql: `${sql} IS NOT NULL` } : membership(sql, 'NOT IN', members);
}

/** True where the column has a value that is a member. */
export function isIn(column: ContractColumn, { members }: Members): Membership {
  return members.length === 0 ? { sql: 'FALSE' } : membership(quoteIdentifier(column.name), 'IN', members);
}
