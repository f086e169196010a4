import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';

const ISO = '%Y-%m-%dT%H:%M:%S';

/** What of a table goes into the file. */
export interface Cut {
  readonly relation: string;
  readonly columns: readonly string[];
  readonly orderBy?: readonly string[];
}

/** A SELECT whose cells are written as other programs read them: times in ISO 8601, nested values as JSON. */
export async function csvSelect(session: Session, { relation, columns, orderBy = [] }: Cut): Promise<string> {
  const names = columns.map(quoteIdentifier);
  const described = await session.describe(`SELECT ${names.join(', ')} FROM ${relation}`);
  const cells = described.map(
    ({ name, type }) => `${cell(`t.${quoteIdentifier(name)}`, type)} AS ${quoteIdentifier(name)}`,
  );
  const order =
    orderBy.length === 0 ? '' : ` ORDER BY ${orderBy.map((name) => `t.${quoteIdentifier(name)}`).join(', ')}`;
  return `SELECT ${cells.join(', ')} FROM ${relation} AS t${order}`;
}

function cell(column: string, type: string): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return time(column, '%f', 'Z');
  if (type.startsWith('TIMESTAMP')) return time(column, type === 'TIMESTAMP_NS' ? '%n' : '%f', '');
  if (type.endsWith(']') || /^(?:STRUCT|MAP|UNION)\(/u.test(type)) return `to_json(${column})::VARCHAR`;
  return column;
}

/** A fraction of a second only where there is one. */
function time(column: string, fraction: string, zone: string): string {
  const whole = `date_trunc('second', ${column}) = ${column}`;
  return `CASE WHEN ${whole} THEN strftime(${column}, '${ISO}${zone}') ELSE strftime(${column}, '${ISO}.${fraction}${zone}') END`;
}
