import type { JsonSchema } from '@sluice/core';

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

export const customProperties = listOf(
  closed({ id: stableId, property: name, value: {}, description: text }, ['property', 'value']),
);

export const authoritativeDefinitions = listOf(
  closed({ id: stableId, url: text, type: text, description: text }, ['url', 'type']),
);

export interface CustomProperty {
  readonly property: string;
  readonly value: unknown;
}
