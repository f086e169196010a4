import { compileSchema, type JsonSchema } from '@sluice/core';
import { closed, elementParts, listOf, name, placesOf, stableId, text, texts, type Parts } from './common.ts';

/** A contract's top level. Tables and quality are checked by schemas of their own, so that each message is exact. */
export interface OdcsDocument {
  readonly apiVersion: string;
  readonly id: string;
  readonly version: string;
  readonly tags?: readonly string[];
  readonly slaProperties?: unknown;
  readonly slaDefaultElement?: string;
}

export interface SlaProperty {
  readonly id?: string;
  readonly property: string;
  readonly value: string | number | boolean | null;
  readonly unit?: string;
  readonly element?: string;
  readonly description?: string;
}

export const supportedVersions: readonly string[] = ['v3.1.0', 'v3.0.2', 'v3.0.1', 'v3.0.0'];

const scalar: JsonSchema = { type: ['string', 'number', 'boolean', 'null'] };
const places = placesOf(elementParts);

const role = closed(
  {
    ...places,
    id: stableId,
    role: text,
    description: text,
    access: text,
    firstLevelApprovers: text,
    secondLevelApprovers: text,
  },
  ['role'],
);

const member = closed(
  {
    ...places,
    id: stableId,
    username: text,
    name: text,
    description: text,
    role: text,
    dateIn: text,
    dateOut: text,
    replacedByUsername: text,
    tags: texts,
  },
  ['username'],
);

const team = closed({
  ...places,
  id: stableId,
  name: text,
  description: text,
  members: listOf(member),
  tags: texts,
});

const supportItem = closed(
  {
    ...places,
    id: stableId,
    channel: text,
    url: text,
    description: text,
    tool: text,
    scope: text,
    invitationUrl: text,
  },
  ['channel'],
);

const server: JsonSchema = {
  type: 'object',
  properties: { server: text, type: text },
  required: ['server', 'type'],
  additionalProperties: true,
};

export const slaSchema = compileSchema<readonly SlaProperty[]>(
  listOf(
    closed(
      {
        id: stableId,
        property: name,
        value: scalar,
        valueExt: scalar,
        unit: text,
        element: text,
        driver: text,
        description: text,
        scheduler: text,
        schedule: text,
      },
      ['property', 'value'],
    ),
  ),
);

/** Parts of the top level, each checked where it occurs. `schema` and `slaProperties` are read apart. */
export const documentParts: Parts = {
  ...elementParts,
  servers: compileSchema(listOf(server)),
  support: compileSchema(listOf(supportItem)),
  price: compileSchema(closed({ id: stableId, priceAmount: { type: 'number' }, priceCurrency: text, priceUnit: text })),
  team: compileSchema({ if: { type: 'array' }, then: listOf(member), else: team }),
  roles: compileSchema(listOf(role)),
  description: compileSchema(closed({ ...places, usage: text, purpose: text, limitations: text })),
};

export const documentSchema = compileSchema<OdcsDocument>(
  closed(
    {
      ...placesOf(documentParts),
      apiVersion: { enum: supportedVersions },
      kind: { const: 'DataContract' },
      id: name,
      version: name,
      name: text,
      tenant: text,
      tags: texts,
      status: text,
      dataProduct: text,
      domain: text,
      schema: { type: 'array', minItems: 1, items: { type: 'object' } },
      slaDefaultElement: text,
      slaProperties: {},
      contractCreatedTs: { type: 'string', format: 'date-time' },
    },
    ['version', 'apiVersion', 'kind', 'id', 'status', 'schema'],
  ),
);
