import type { Session } from '@sluice/engine';
import { castText, textType } from '../text-types.ts';

/** A type that text may turn out to be of, and the SQL of its value. */
interface Candidate {
  readonly type: string;
  readonly value: (text: string) => string;
}

const SAMPLE_ROWS = 10_000;

/** `007` is an identifier, not a number: zeros in front would be lost. */
const WHOLE = '[+-]?(0|[1-9][0-9]*)';
const OWN_PATTERNS: ReadonlyMap<string, string> = new Map([
  ['BOOLEAN', '(?i:true|false)'],
  ['BIGINT', WHOLE],
  ['DOUBLE', `(${WHOLE}(\\.[0-9]*)?|[+-]?\\.[0-9]+)([eE][+-]?[0-9]+)?`],
]);

/** In the order in which they are preferred. */
const CANDIDATES: readonly Candidate[] = [
  'BOOLEAN',
  'BIGINT',
  'DOUBLE',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE',
  'TIME',
].map((type) => ({ type, value: (text) => valueSql(text, type) }));

/** SQL: a text as one of the types that are told from text, null where it does not fit. */
export function valueSql(text: string, type: string): string {
  if (type === 'VARCHAR') return text;
  const rule = textType(type) ?? { pattern: '', expected: '' };
  const pattern = OWN_PATTERNS.get(type) ?? rule.pattern;
  return castText(`nullif(${text}, '')`, type, { ...rule, pattern });
}

/**
 * The types of columns of text, such that every value fits: true/false, whole numbers, numbers, dates, times; VARCHAR
 * for everything else and for a column without values. A sample is looked at first, then all rows.
 * @param from  an item for FROM whose columns, all VARCHAR, are these.
 */
export async function inferTypes(
  session: Session,
  from: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const possible = columns.map(() => CANDIDATES);
  const sampled = await surviving(
    session,
    `(SELECT * FROM ${from} LIMIT ${String(SAMPLE_ROWS)})`,
    columns,
    possible,
    true,
  );
  const sure = await surviving(session, from, columns, sampled, false);
  return sure.map(([first]) => first?.type ?? 'VARCHAR');
}

/** Of each column's candidates those that all its values fit. @param keeps  whether a column without values keeps them all. */
async function surviving(
  session: Session,
  from: string,
  columns: readonly string[],
  candidates: readonly (readonly Candidate[])[],
  keeps: boolean,
): Promise<readonly (readonly Candidate[])[]> {
  const cells = columns.flatMap((column, index) => [
    `count(nullif(${column}, '')) AS n${String(index)}`,
    ...(candidates[index] ?? []).map(
      ({ value }, place) => `count(${value(column)}) AS n${String(index)}_${String(place)}`,
    ),
  ]);
  const [row] = await session.query(`SELECT ${cells.join(', ')} FROM ${from}`);
  return columns.map((_, index) => {
    const values = Number(row?.[`n${String(index)}`] ?? 0);
    if (values === 0) return keeps ? (candidates[index] ?? []) : [];
    return (candidates[index] ?? []).filter(
      (_candidate, place) => Number(row?.[`n${String(index)}_${String(place)}`]) === values,
    );
  });
}
