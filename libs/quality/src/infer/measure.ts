import { quoteIdentifier, quoteLiteral, type Session, type Value } from '@sluice/engine';

/** What the rows of a file say of one column. */
export interface Measured {
  readonly name: string;
  readonly type: string;
  readonly rows: number;
  readonly nulls: number;
  /** Exact. */
  readonly distinct: number;
  readonly least: string | undefined;
  readonly greatest: string | undefined;
  /** Of a text column. */
  readonly shortest: number | undefined;
  readonly longest: number | undefined;
  /** All values with their counts, most frequent first, where they are few. */
  readonly values: readonly { readonly value: string; readonly count: number }[] | undefined;
  /** A pattern that every value of a text column matches, where they are written alike. */
  readonly pattern: string | undefined;
}

const fewValues = 20;

/** Looks at every row of an item for FROM, once per column. */
export async function measureColumns(session: Session, source: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const { name, type } of await session.describe(`SELECT * FROM ${source}`)) {
    const sql = quoteIdentifier(name);
    const text = type === 'VARCHAR';
    const [row = {}] = await session.query(`SELECT count(*) AS rows, count(*) - count(${sql}) AS nulls,
      count(DISTINCT ${sql}) AS found, CAST(min(${sql}) AS VARCHAR) AS least, CAST(max(${sql}) AS VARCHAR) AS greatest,
      ${text ? `min(length(${sql})) AS shortest, max(length(${sql})) AS longest` : 'NULL AS shortest, NULL AS longest'}
      FROM ${source}`);
    const distinct = number(row['found']) ?? 0;
    const filled = (number(row['rows']) ?? 0) - (number(row['nulls']) ?? 0);
    const few = distinct > 0 && distinct <= fewValues && distinct * 3 <= filled;
    measured.push({
      name,
      type,
      rows: number(row['rows']) ?? 0,
      nulls: number(row['nulls']) ?? 0,
      distinct,
      least: string(row['least']),
      greatest: string(row['greatest']),
      shortest: number(row['shortest']),
      longest: number(row['longest']),
      values: few && text ? await countValues(session, source, sql) : undefined,
      pattern: text && !few && distinct > 1 ? await patternOf(session, source, sql) : undefined,
    });
  }
  return measured;
}

async function countValues(session: Session, source: string, sql: string): Promise<Measured['values']> {
  const rows = await session.query(
    `SELECT ${sql} AS value, count(*) AS copies FROM ${source} WHERE ${sql} IS NOT NULL GROUP BY 1 ORDER BY copies DESC, value`,
  );
  return rows.map(({ value = null, copies }) => ({ value: string(value) ?? '', count: number(copies) ?? 0 }));
}

/** The shape of the values, digits and letters as classes: `^TXN_[0-9]{7}$`. Only of shapes with something fixed in them, or of one length. */
async function patternOf(session: Session, source: string, sql: string): Promise<string | undefined> {
  const [first] = await session.query(`SELECT min(${sql}) AS least, max(${sql}) AS greatest FROM ${source}`);
  const [least, greatest] = [string(first?.['least']) ?? '', string(first?.['greatest']) ?? ''];
  const shapes = [least, greatest].map((text) => shapeOf(text, least, greatest));
  const [pattern, other] = shapes;
  if (pattern === undefined || pattern !== other || pattern === '^$') return undefined;
  const [row] = await session.query(
    `SELECT count(*) AS misses FROM ${source} WHERE NOT regexp_matches(${sql}, ${quoteLiteral(pattern)})`,
  );
  return number(row?.['misses']) === 0 ? pattern : undefined;
}

/** The letters with which both ends of the column begin are taken as they are; runs of digits and letters after them are counted. */
function shapeOf(text: string, least: string, greatest: string): string {
  let shared = 0;
  while (shared < text.length && least.charAt(shared) === greatest.charAt(shared) && !/[0-9]/.test(text.charAt(shared)))
    shared++;
  const rest = text.slice(shared).replace(/[0-9]+|[a-z]+|[A-Z]+|[^0-9a-zA-Z]/g, (run) => {
    const kind = /[0-9]/.test(run) ? '[0-9]' : /[a-z]/.test(run) ? '[a-z]' : /[A-Z]/.test(run) ? '[A-Z]' : undefined;
    if (kind === undefined) return escaped(run);
    return run.length === 1 ? kind : `${kind}{${String(run.length)}}`;
  });
  return `^${escaped(text.slice(0, shared))}${rest}$`;
}

function escaped(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&');
}

function number(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : undefined;
}

function string(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
