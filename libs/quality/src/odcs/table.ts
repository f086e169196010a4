import { compileSchema, type JsonSchema } from '@sluice/core';
import { closed, elementParts, flag, listOf, name, placesOf, stableId, text, texts } from './common.ts';

export interface OdcsTable {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** Each is checked by `propertySchema`. */
  readonly properties: readonly unknown[];
  readonly relationships?: readonly OdcsRelationship[];
  readonly quality?: readonly unknown[];
  /** Checked by `customPropertiesSchema`. */
  readonly customProperties?: unknown;
}

export const logicalTypes = ['string', 'integer', 'number', 'boolean', 'date', 'timestamp', 'time'] as const;
export type LogicalType = (typeof logicalTypes)[number];

export interface OdcsProperty {
  readonly name: string;
  readonly description?: string;
  readonly logicalType?: LogicalType | 'object' | 'array';
  readonly logicalTypeOptions?: unknown;
  readonly physicalType?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly primaryKey?: boolean;
  readonly primaryKeyPosition?: number;
  readonly classification?: string;
  readonly relationships?: readonly OdcsRelationship[];
  readonly quality?: readonly unknown[];
}

export interface OdcsRelationship {
  readonly from?: string | readonly string[];
  readonly to: string | readonly string[];
}

const reference: JsonSchema = { type: ['string', 'array'], items: text, minItems: 1 };
const relationship = { id: stableId, type: { const: 'foreignKey' }, to: reference, customProperties: {} };

/** What tables and columns have alike. */
const element = {
  ...placesOf(elementParts),
  id: stableId,
  name,
  physicalType: text,
  physicalName: text,
  description: text,
  businessName: text,
  tags: texts,
  quality: listOf({ type: 'object' }),
};

/** A column. Checked one by one, so that a mistake in one hides none in the others. */
export const propertySchema = compileSchema<OdcsProperty>(
  closed(
    {
      ...element,
      logicalType: { enum: [...logicalTypes, 'object', 'array'] },
      logicalTypeOptions: { type: 'object' },
      primaryKey: flag,
      primaryKeyPosition: { type: 'integer' },
      required: flag,
      unique: flag,
      partitioned: flag,
      partitionKeyPosition: { type: 'integer' },
      classification: text,
      encryptedName: text,
      transformSourceObjects: texts,
      transformLogic: text,
      transformDescription: text,
      examples: { type: 'array' },
      criticalDataElement: flag,
      relationships: listOf(closed(relationship, ['to'])),
      items: { type: 'object' },
      properties: { type: 'array' },
    },
    ['name'],
  ),
);

export const tableSchema = compileSchema<OdcsTable>(
  closed(
    {
      ...element,
      logicalType: { const: 'object' },
      dataGranularityDescription: text,
      properties: { type: 'array', minItems: 1, items: { type: 'object' } },
      relationships: listOf(closed({ ...relationship, from: reference }, ['from', 'to'])),
    },
    ['name', 'properties'],
  ),
);
