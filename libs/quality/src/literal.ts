import { quoteLiteral } from '@sluice/engine';
import { exactOf, plainDigits } from './exact.ts';
import { show } from './problems.ts';
import type { Family } from './types.ts';

export type Literal = { readonly ok: true; readonly sql: string } | { readonly ok: false; readonly reason: string };

const dated = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const clock = /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?$/;

/** A value of a contract as a SQL literal that compares with a column of `type`. Null is not a value here. */
export function literalFor(value: unknown, column: { readonly family: Family; readonly type: string }): Literal {
  const refuse = (expected: string): Literal => ({ ok: false, reason: `expected ${expected}, got ${show(value)}` });
  switch (column.family) {
    case 'text':
      return typeof value === 'string' ? { ok: true, sql: quoteLiteral(value) } : refuse('text (in quotes)');
    case 'boolean':
      return typeof value === 'boolean' ? { ok: true, sql: value ? 'TRUE' : 'FALSE' } : refuse('true or false');
    case 'integer':
    case 'decimal':
      return isFinite(value) ? exactLiteral(value) : refuse('a number');
    case 'float':
      return isFinite(value) ? { ok: true, sql: floatLiteral(value, column.type) } : refuse('a number');
    case 'date':
      return matches(value, dated)
        ? { ok: true, sql: `DATE ${quoteLiteral(value)}` }
        : refuse('a date such as 2026-01-31');
    case 'timestamp':
      // The engine would drop the offset without a word.
      if (column.type === 'TIMESTAMP' && typeof value === 'string' && /:\d{2}.*[+-]\d{2}:\d{2}$/.test(value))
        return refuse('a time without an offset, as TIMESTAMP has no zone');
      return matches(value, instant)
        ? { ok: true, sql: `CAST(${quoteLiteral(value)} AS ${column.type})` }
        : refuse('an instant such as 2026-01-31T12:00:00Z');
    case 'time':
      return matches(value, clock)
        ? { ok: true, sql: `TIME ${quoteLiteral(value)}` }
        : refuse('a time such as 12:30:00');
  }
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Without an exponent the engine takes a number for a DECIMAL, which loses digits on its way to a double. */
function floatLiteral(value: number, type: string): string {
  const text = String(value);
  const double = text.includes('e') ? text : `${text}e0`;
  return type === 'FLOAT' ? `CAST(${double} AS FLOAT)` : double;
}

/** Beyond 2^53 a number of the document is no longer the one that was written; with an exponent it would be a double. */
function exactLiteral(value: number): Literal {
  const exact = exactOf(String(value));
  if (exact !== undefined && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return { ok: true, sql: plainDigits(exact) };
  return { ok: false, reason: `${String(value)} cannot be held exactly; the largest whole number is 9007199254740991` };
}

function matches(value: unknown, form: RegExp): value is string {
  if (typeof value !== 'string' || !form.test(value)) return false;
  if (!value.includes('-')) return true;
  const day = value.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}
