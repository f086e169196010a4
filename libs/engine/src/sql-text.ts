import type { SqlText } from './engine.ts';

/** SQL that may have come without a place, as SqlText. */
export function asSqlText(statement: string | SqlText): SqlText {
  return typeof statement === 'string' ? { sql: statement } : statement;
}

/** What the user wrote of a statement, without what was put around it. */
export function writtenSql({ sql, written }: SqlText): string {
  return written === undefined ? sql : sql.slice(written.start, written.end);
}

/**
 * Puts SQL around a statement, on lines of its own (so a comment at its end does no harm), and keeps track of what
 * the user wrote: errors still name the user's file, line and column. Ending semicolons become blanks. Can be nested.
 * @example wrapSql('SELECT * FROM (', model, ') ORDER BY id')
 */
export function wrapSql(before: string, inner: string | SqlText, after: string): SqlText {
  const text = asSqlText(inner);
  const written = text.written ?? { start: 0, end: text.sql.length };
  const shift = before.length + 1;
  return {
    ...text,
    sql: `${before}\n${blankTerminators(text.sql)}\n${after}`,
    written: { start: written.start + shift, end: written.end + shift },
  };
}

const TOKEN = /--[^\n]*|\/\*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_\u0080-\uffff]*)\$|\s+|[\s\S]/gy;

/** Blanks semicolons at the end, so that the SQL can stand in parentheses. The length stays. */
function blankTerminators(sql: string): string {
  if (!sql.includes(';')) return sql;
  let terminators: number[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null; match = TOKEN.exec(sql)) {
    const [token] = match;
    if (token === ';') terminators.push(match.index);
    else if (token === '/*') TOKEN.lastIndex = endOfBlockComment(sql, match.index);
    else if (!token.startsWith('--') && token.trim() !== '') {
      terminators = [];
      if (match[1] !== undefined) TOKEN.lastIndex = endOfDollarQuote(sql, match.index, token);
    }
  }
  const characters = [...terminators].reverse();
  return characters.reduce((text, index) => `${text.slice(0, index)} ${text.slice(index + 1)}`, sql);
}

function endOfBlockComment(sql: string, start: number): number {
  let depth = 0;
  for (let index = start; index < sql.length;) {
    const pair = sql.slice(index, index + 2);
    if (pair === '/*') depth += 1;
    if (pair === '*/') depth -= 1;
    index += pair === '/*' || pair === '*/' ? 2 : 1;
    if (depth === 0) return index;
  }
  return sql.length;
}

function endOfDollarQuote(sql: string, start: number, tag: string): number {
  const end = sql.indexOf(tag, start + tag.length);
  return end < 0 ? sql.length : end + tag.length;
}
