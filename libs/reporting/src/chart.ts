import type { ChartRecord } from './record.ts';

const TEXTS = ['title', 'x', 'y', 'series', 'unit'] as const;
const REQUIRED: readonly string[] = ['title', 'x', 'y'];
const KNOWN: readonly string[] = ['type', 'top', ...TEXTS];

/**
 * Reads the custom property `chart` of a contract. By hand: compiling a schema would take longer than staging a small table.
 * @param columns  those that may be shown: a chart never names a personal one
 * @returns nothing where none is declared
 */
export function readChart(
  declared: unknown,
  columns: readonly string[],
): { readonly chart: ChartRecord } | { readonly problem: string } | Readonly<Record<string, never>> {
  if (declared === undefined) return {};
  if (typeof declared !== 'object' || declared === null) return { problem: 'it must be a mapping' };
  const given = new Map<string, unknown>(Object.entries(declared));
  const unknown = [...given.keys()].filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) return { problem: `${unknown.join(', ')} is unknown; expected ${KNOWN.join(', ')}` };
  const texts = new Map<string, string>();
  for (const name of TEXTS) {
    const value = given.get(name);
    if (value === undefined && !REQUIRED.includes(name)) continue;
    if (typeof value !== 'string') return { problem: `${name} must be text` };
    texts.set(name, value);
  }
  const type = (['bar', 'line'] as const).find((known) => known === given.get('type'));
  if (type === undefined) return { problem: 'type must be bar or line' };
  const top = given.get('top');
  if (top !== undefined && !isCount(top)) return { problem: 'top must be a whole number from 1' };
  const [title = '', x = '', y = ''] = REQUIRED.map((name) => texts.get(name));
  const [series, unit] = [texts.get('series'), texts.get('unit')];
  const hidden = [x, y, series].filter((name) => name !== undefined && !columns.includes(name));
  if (hidden.length > 0) return { problem: `${hidden.join(', ')} is no column that may be shown` };
  const optional = { ...(series !== undefined && { series }), ...(unit !== undefined && { unit }) };
  return { chart: { type, title, x, y, ...optional, ...(top !== undefined && { top }) } };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}
