import { compileSchema, type JsonSchema, type Schema } from '@sluice/core';

/** Parts of the Open Data Contract Standard 3.1 that occur at many places of a document. */
export const text: JsonSchema = { type: 'string' };
export const flag: JsonSchema = { type: 'boolean' };
export const name: JsonSchema = { type: 'string', minLength: 1 };
export const texts: JsonSchema = { type: 'array', items: text };
export const stableId: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]+$' };

/** An object that holds these properties and no others. */
export function closed(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export interface CustomProperty {
  readonly property: string;
  readonly value: unknown;
}

export const customPropertiesSchema: Schema<readonly CustomProperty[]> = compileSchema(
  listOf(closed({ id: stableId, property: name, value: {}, description: text }, ['property', 'value'])),
);

const definitionsSchema: Schema<unknown> = compileSchema(
  listOf(closed({ id: stableId, url: text, type: text, description: text }, ['url', 'type'])),
);

/** Parts with a schema of their own, by key. They are rare, and compiling a schema costs more than checking by it. */
export type Parts = Readonly<Record<string, Schema<unknown>>>;

/** Parts that any element may have. */
export const elementParts: Parts = {
  customProperties: customPropertiesSchema,
  authoritativeDefinitions: definitionsSchema,
};

/** What the schema of the whole says of its parts: each may be there. */
export function placesOf(parts: Parts): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.keys(parts).map((key) => [key, {}]));
}
