import { validator } from '@sluice/core';
import { ColumnTypeUnsupportedError } from '../errors.ts';
import type { TableColumn } from '../table.ts';
import { duckdbType } from './duckdb-type.ts';
import { deltaType } from './type-name.ts';
import type { DeltaType, StructField, StructType } from './types.ts';
import { VOID } from './types.ts';

const type = {
  anyOf: [{ type: 'string' }, { $ref: '#/$defs/struct' }, { $ref: '#/$defs/array' }, { $ref: '#/$defs/map' }],
};

const isStruct = validator<StructType>({
  $ref: '#/$defs/struct',
  $defs: {
    struct: {
      type: 'object',
      properties: {
        type: { const: 'struct' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: { type: 'string', minLength: 1 },
              type,
              nullable: { type: 'boolean' },
              metadata: { type: 'object' },
            },
            required: ['name', 'type', 'nullable', 'metadata'],
          },
        },
      },
      required: ['type', 'fields'],
    },
    array: {
      type: 'object',
      properties: { type: { const: 'array' }, elementType: type, containsNull: { type: 'boolean' } },
      required: ['type', 'elementType', 'containsNull'],
    },
    map: {
      type: 'object',
      properties: { type: { const: 'map' }, keyType: type, valueType: type, valueContainsNull: { type: 'boolean' } },
      required: ['type', 'keyType', 'valueType', 'valueContainsNull'],
    },
  },
});

/** A table's schema as its metadata holds it; undefined for what is none ("Schema Serialization Format"). */
export function parseSchema(schemaString: string): StructType | undefined {
  try {
    const schema: unknown = JSON.parse(schemaString);
    return isStruct(schema) ? schema : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The columns of a schema, in its order. Void columns are left out, as Spark does ("Primitive Types").
 * @throws {ColumnTypeUnsupportedError} for a type that this version does not know.
 */
export function columnsOf(schema: StructType): readonly TableColumn[] {
  return schema.fields.filter((field) => field.type !== VOID).map(columnOf);
}

/**
 * The schema of columns. What `base` keeps of a column of the same name and type stays: its metadata, and which of its
 * parts may be null; so do its void columns.
 * @throws {ColumnTypeUnsupportedError} for a type that Delta tables cannot hold, with what to cast it to.
 */
export function deltaSchema(columns: readonly TableColumn[], base?: StructType): StructType {
  const former = new Map((base?.fields ?? []).map((field) => [field.name.toLowerCase(), field]));
  const named = new Set(columns.map(({ name }) => name.toLowerCase()));
  const voids = (base?.fields ?? []).filter((field) => field.type === VOID && !named.has(field.name.toLowerCase()));
  return { type: 'struct', fields: [...columns.map((column) => fieldOf(column, former)), ...voids] };
}

/** Whether two types, as DuckDB prints them, are the same in a Delta table. */
export function isSameType(one: string, other: string): boolean {
  const [left, right] = [deltaType(one), deltaType(other)];
  return left !== undefined && right !== undefined && duckdbType(left) === duckdbType(right);
}

function columnOf({ name, type: ofDelta, nullable }: StructField): TableColumn {
  const ofDuckDb = duckdbType(ofDelta);
  if (ofDuckDb === undefined) {
    throw new ColumnTypeUnsupportedError(name, typeText(ofDelta), 'Read the table with the engine that wrote it.');
  }
  return { name, type: ofDuckDb, nullable };
}

function fieldOf(column: TableColumn, former: ReadonlyMap<string, StructField>): StructField {
  const { name, nullable } = column;
  const parsed = deltaType(column.type);
  if (parsed === undefined) {
    throw new ColumnTypeUnsupportedError(name, column.type, `Cast it in the model${adviceFor(column.type)}.`);
  }
  const before = former.get(name.toLowerCase());
  const same = before !== undefined && duckdbType(before.type) === duckdbType(parsed);
  return { name, type: same ? before.type : parsed, nullable, metadata: same ? before.metadata : {} };
}

/** Types that DuckDB has and Delta has not, and what holds all of their values. */
const WIDER: ReadonlyMap<string, string> = new Map([
  ['UTINYINT', 'SMALLINT'],
  ['USMALLINT', 'INTEGER'],
  ['UINTEGER', 'BIGINT'],
  ['UBIGINT', 'DECIMAL(20,0)'],
  ['HUGEINT', 'DECIMAL(38,0)'],
  ['UUID', 'VARCHAR'],
  ['JSON', 'VARCHAR'],
  ['TIME', 'VARCHAR'],
  ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'],
]);

function adviceFor(type: string): string {
  const wider = type.startsWith('ENUM(') ? 'VARCHAR' : WIDER.get(type);
  return wider === undefined ? '' : ` to ${wider}`;
}

function typeText(type: DeltaType): string {
  return typeof type === 'string' ? type : JSON.stringify(type);
}
