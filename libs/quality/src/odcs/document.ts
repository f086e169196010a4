import { compileSchema, type JsonSchema } from '@sluice/core';
import {
  authoritativeDefinitions,
  closed,
  customProperties,
  listOf,
  name,
  stableId,
  text,
  texts,
  type CustomProperty,
} from './common.ts';

/** A contract's top level. Tables and quality are checked by schemas of their own, so that each message is exact. */
export interface OdcsDocument {
  readonly apiVersion: string;
  readonly id: string;
  readonly version: string;
  readonly tags?: readonly string[];
  readonly schema: readonly unknown[];
  readonly slaProperties?: readonly SlaProperty[];
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

const role = closed(
  {
    id: stableId,
    role: text,
    description: text,
    access: text,
    firstLevelApprovers: text,
    secondLevelApprovers: text,
    customProperties,
  },
  ['role'],
);

const member = closed(
  {
    id: stableId,
    username: text,
    name: text,
    description: text,
    role: text,
    dateIn: text,
    dateOut: text,
    replacedByUsername: text,
    tags: texts,
    customProperties,
    authoritativeDefinitions,
  },
  ['username'],
);

const team = closed({
  id: stableId,
  name: text,
  description: text,
  members: listOf(member),
  tags: texts,
  customProperties,
  authoritativeDefinitions,
});

const supportItem = closed(
  {
    id: stableId,
    channel: text,
    url: text,
    description: text,
    tool: text,
    scope: text,
    invitationUrl: text,
    customProperties,
  },
  ['channel'],
);

const slaProperty = closed(
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
);

export const documentSchema = compileSchema<OdcsDocument>(
  closed(
    {
      apiVersion: { enum: supportedVersions },
      kind: { const: 'DataContract' },
      id: name,
      version: name,
      name: text,
      tenant: text,
      tags: texts,
      status: text,
      servers: listOf({
        type: 'object',
        properties: { server: text, type: text },
        required: ['server', 'type'],
        additionalProperties: true,
      }),
      dataProduct: text,
      description: closed({
        usage: text,
        purpose: text,
        limitations: text,
        authoritativeDefinitions,
        customProperties,
      }),
      domain: text,
      schema: { type: 'array', minItems: 1, items: { type: 'object' } },
      support: listOf(supportItem),
      price: closed({ id: stableId, priceAmount: { type: 'number' }, priceCurrency: text, priceUnit: text }),
      team: { if: { type: 'array' }, then: listOf(member), else: team },
      roles: listOf(role),
      slaDefaultElement: text,
      slaProperties: listOf(slaProperty),
      authoritativeDefinitions,
      customProperties,
      contractCreatedTs: { type: 'string', format: 'date-time' },
    },
    ['version', 'apiVersion', 'kind', 'id', 'status', 'schema'],
  ),
);

export type { CustomProperty };
