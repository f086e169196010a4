import type { ChartDeclaration } from './record.ts';

const TEXTS = ['title', 'x', 'y', 'series', 'unit'] as const;
const REQUIRED: readonly string[] = ['title', 'x', 'y'];
const KNOWN: readonly string[] = ['type', 'top', 'bins', ...TEXTS];

/** What became of the charts that a contract declares. */
export interface ReadCharts {
  readonly charts: readonly ChartDeclaration[];
  /** Why others are not drawn. */
  readonly problems: readonly string[];
}

/**
 * Reads the custom property `chart` of a contract: one mapping, or a list of them.
 * By hand: compiling a schema would take longer than staging a small table.
 * @param columns  those that may be shown: a chart never names a personal one
 */
export function readCharts(declared: unknown, columns: readonly string[]): ReadCharts {
  if (declared === undefined) return { charts: [], problems: [] };
  const list: readonly unknown[] = Array.isArray(declared) ? declared : [declared];
  const read = list.map((item) => readChart(item, columns));
  return {
    charts: read.filter((item) => typeof item !== 'string'),
    problems: read.filter((item) => typeof item === 'string'),
  };
}

function readChart(declared: unknown, columns: readonly string[]): ChartDeclaration | string {
  if (typeof declared !== 'object' || declared === null) return 'it must be a mapping';
  const given = new Map<string, unknown>(Object.entries(declared));
  const unknown = [...given.keys()].filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) return `${unknown.join(', ')} is unknown; expected ${KNOWN.join(', ')}`;
  const texts = new Map<string, string>();
  for (const name of TEXTS) {
    const value = given.get(name);
    if (value === undefined && !REQUIRED.includes(name)) continue;
    if (typeof value !== 'string') return `${name} must be text`;
    texts.set(name, value);
  }
  const type = (['bar', 'line'] as const).find((known) => known === given.get('type'));
  if (type === undefined) return 'type must be bar or line';
  const top = given.get('top');
  if (top !== undefined && !isCount(top)) return 'top must be a whole number from 1';
  const bins = given.get('bins');
  if (bins !== undefined && !isRising(bins)) return 'bins must be whole numbers, each greater than the one before';
  const [title = '', x = '', y = ''] = REQUIRED.map((name) => texts.get(name));
  const [series, unit] = [texts.get('series'), texts.get('unit')];
  const hidden = [x, y, series].filter((name) => name !== undefined && !columns.includes(name));
  if (hidden.length > 0) return `${hidden.join(', ')} is no column that may be shown`;
  return {
    ...{ type, title, x, y },
    ...(series !== undefined && { series }),
    ...(unit !== undefined && { unit }),
    ...(top !== undefined && { top }),
    ...(bins !== undefined && { bins }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function isRising(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const edges: readonly unknown[] = value;
  return edges.every((edge, index) => {
    const before = edges[index - 1];
    return Number.isInteger(edge) && (typeof before !== 'number' || Number(edge) > before);
  });
}
