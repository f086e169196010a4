import { quoteIdentifier } from '@sluice/engine';
import type { Column } from '@sluice/engine';

const ISO = '%Y-%m-%dT%H:%M:%S';

/** A SELECT whose cells are written as other programs read them: times in ISO 8601, nested values as JSON. */
export function csvSelect(relation: string, columns: readonly Column[]): string {
  const cells = columns.map(({ name, type }) => `${cell(quoteIdentifier(name), type)} AS ${quoteIdentifier(name)}`);
  return `SELECT ${cells.join(', ')} FROM ${relation}`;
}

function cell(column: string, type: string): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return time(column, 'Z');
  if (type.startsWith('TIMESTAMP')) return time(column, '');
  if (type.endsWith(']') || /^(?:STRUCT|MAP|UNION)\(/u.test(type)) return `to_json(${column})::VARCHAR`;
  return column;
}

/** A fraction of a second only where there is one. */
function time(column: string, zone: string): string {
  const whole = `date_trunc('second', ${column}) = ${column}`;
  return `CASE WHEN ${whole} THEN strftime(${column}, '${ISO}${zone}') ELSE strftime(${column}, '${ISO}.%f${zone}') END`;
}
