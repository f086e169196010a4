import { Document, isCollection, isMap, isScalar, type Node } from 'yaml';
import { columnType, familyOf } from '../types.ts';
import type { Measured } from './measure.ts';

/** With fewer, columns without a copy are mere chance. */
const manyRows = 100;

const defaults = ['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP WITH TIME ZONE', 'TIME'];

/** The contract as YAML; every claim has its evidence in a comment beside it. */
export function inferredDocument(table: string, file: string, columns: readonly Measured[]): string {
  const rows = columns[0]?.rows ?? 0;
  const contract = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: table,
    version: '0.1.0',
    status: 'draft',
    schema: [{ name: table, properties: [] }],
  };
  // Readers of YAML 1.1 take a bare 2024-02-29 for a date: what they would misread is quoted.
  const document = new Document(contract, { version: '1.1' });
  document.commentBefore = ` Inferred from ${String(rows)} rows of ${file}: what holds of them, whether it must or not.`;
  const key = columns.find(({ nulls, distinct }) => rows > 1 && nulls === 0 && distinct === rows);
  for (const column of columns)
    document.addIn(['schema', 0, 'properties'], propertyOf(document, column, column === key));
  return document.toString({ lineWidth: 120 });
}

function propertyOf(document: Document, column: Measured, isKey: boolean): Node {
  const { name, rows, nulls, distinct, values, pattern } = column;
  const property: Record<string, unknown> = { name };
  const evidence: Record<string, string> = {};
  const say = (key: string, value: unknown, because: string): void => {
    property[key] = value;
    evidence[key] = ` ${because}`;
  };
  const type = typeOf(column.type);
  say('logicalType', type.logicalType, `${column.type} in the file`);
  if (type.physicalType !== undefined) property['physicalType'] = type.physicalType;
  if (nulls === 0 && rows > 0) say('required', true, `no null in ${String(rows)} rows`);
  if (isKey) say('primaryKey', true, `${String(distinct)} distinct values, the first column without a copy`);
  else if (distinct === rows && rows >= manyRows) say('unique', true, `${String(distinct)} distinct values`);
  const options = { ...(pattern === undefined ? {} : { pattern }), ...rangeOf(column) };
  if (Object.keys(options).length > 0) say('logicalTypeOptions', options, evidenceOf(column));
  if (values !== undefined) {
    const counts = values.map(({ value, count }) => `${value} ${String(count)}`).join(', ');
    const validValues = values.map(({ value }) => value);
    say('quality', [{ metric: 'invalidValues', arguments: { validValues }, mustBe: 0 }], counts);
  }
  const node = document.createNode(property);
  for (const [key, text] of Object.entries(evidence)) {
    const value: unknown = isMap(node) ? node.get(key, true) : undefined;
    if (isScalar(value)) value.comment = text;
    else if (isCollection(value)) value.commentBefore = text;
  }
  return node;
}

function typeOf(type: string): { readonly logicalType: string; readonly physicalType?: string } {
  // A contract has no such type: what holds it without a loss stands in.
  const usable = type === 'HUGEINT' || type === 'UHUGEINT' ? 'DECIMAL(38,0)' : type;
  const known = columnType(undefined, usable);
  if (typeof known === 'string') return { logicalType: 'string' };
  return { logicalType: known.logicalType, ...(defaults.includes(usable) ? {} : { physicalType: usable }) };
}

/** Bounds of numbers that a contract can hold exactly, and of days. */
function rangeOf({ type, least, greatest }: Measured): Readonly<Record<string, unknown>> {
  if (least === undefined || greatest === undefined) return {};
  const family = familyOf(type);
  if (family === 'date') return { minimum: least, maximum: greatest };
  if (family !== 'integer' && family !== 'decimal' && family !== 'float') return {};
  const [minimum, maximum] = [Number(least), Number(greatest)];
  const exact = [minimum, maximum].every(
    (bound) => Number.isFinite(bound) && Math.abs(bound) <= Number.MAX_SAFE_INTEGER,
  );
  return exact ? { minimum, maximum } : {};
}

function evidenceOf({ distinct, shortest, longest }: Measured): string {
  const lengths = shortest === undefined ? '' : `, ${String(shortest)} to ${String(longest)} characters`;
  return `${String(distinct)} distinct values${lengths}`;
}
