/** With more members than this, a hash table is quicker than comparing a value with each of them. */
export const mostCompared = 20;

/** Whether a value is a member of a set, as SQL; null for a null. */
export interface Membership {
  readonly sql: string;
  /** The same without a subquery, which no CHECK takes; set where `sql` has one. */
  readonly plain?: string;
}

/**
 * DuckDB hashes the rows of a subquery, and goes through a list member by member, for every row.
 * @param members  SQL of one or more values, none of them null
 */
export function membership(value: string, operator: 'IN' | 'NOT IN', members: readonly string[]): Membership {
  const plain = `${value} ${operator} (${members.join(', ')})`;
  if (members.length <= mostCompared) return { sql: plain };
  return { sql: `${value} ${operator} (VALUES ${members.map((member) => `(${member})`).join(', ')})`, plain };
}
