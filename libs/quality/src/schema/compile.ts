import type { JsonSchema } from '@sluice/core';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Contract } from '../contract.ts';
import { keywords } from './keywords.ts';
import { ruledSchema, type RuledSchema } from './record-schema.ts';

/** What the rules on rows say of one record. */
export interface RecordVerdict {
  /** True where no rule of severity error is broken. */
  readonly valid: boolean;
  /** Ids of all rules that the record breaks, in the order of the contract; `record` where it is no object at all. */
  readonly broken: readonly string[];
}

export interface RecordSchema {
  /** JSON Schema 2020-12, with the keywords `sluice:…` where JSON Schema has no exact form. */
  readonly schema: JsonSchema;
  /** Ids of the rules on rows that are not judged here, because only SQL can. */
  readonly sqlOnly: readonly string[];
  /** Judges one record as JSON.parse gives it. Columns that it lacks are null; what is no column is not looked at. */
  check(record: unknown): RecordVerdict;
}

const kept: RecordVerdict = { valid: true, broken: [] };

/**
 * Compiles the rules on rows of a contract for single records: events, JSON files, rows of an API. The verdict is the
 * one that SQL gives for the same row, rule by rule. A value that is not of its column's type breaks the rule
 * `<column>.type` and is judged by no other.
 */
export function compileRecordSchema(contract: Contract): RecordSchema {
  const ruled = ruledSchema(contract);
  const names = contract.columns.map(({ name }) => name);
  const options = {
    strict: true,
    allowUnionTypes: true,
    validateSchema: false,
    verbose: true,
    keywords: [...keywords],
    // A column may be named as something that every object inherits.
    ownProperties: names.some((name) => name in Object.prototype),
  };
  const passes: (record: unknown) => boolean = new Ajv2020({ ...options, allErrors: false, messages: false }).compile(
    ruled.schema,
  );
  let explains: ValidateFunction | undefined;
  const order = new Map(contract.rules.map(({ id }, index) => [id, index]));
  const columnsOf = new Map(contract.rules.map(({ id, columns }) => [id, columns]));
  const typeRules = new Set(names.map((name) => `${name}.type`));
  const errors = new Set(contract.rules.filter(({ severity }) => severity === 'error').map(({ id }) => id));
  return {
    schema: ruled.schema,
    sqlOnly: ruled.sqlOnly,
    check(record) {
      if (passes(record)) return kept;
      if (typeof record !== 'object' || record === null || Array.isArray(record))
        return { valid: false, broken: ['record'] };
      explains ??= new Ajv2020({ ...options, allErrors: true }).compile(ruled.schema);
      explains(record);
      const found = new Set((explains.errors ?? []).flatMap((error) => brokenBy(error, ruled)));
      const untyped = new Set(names.filter((name) => found.has(`${name}.type`)));
      const broken = [...found]
        .filter((id) => typeRules.has(id) || columnsOf.get(id)?.some((name) => untyped.has(name)) !== true)
        .toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      return { valid: !broken.some((id) => errors.has(id)), broken };
    },
  };
}

/** The rules that an error of ajv tells of: null where a value must be is no mistake in the type. */
function brokenBy(
  { keyword, params, parentSchema, data, instancePath }: ErrorObject,
  ruled: RuledSchema,
): readonly string[] {
  if (keyword === 'required') return ruled.present.get(String(params['missingProperty'])) ?? [];
  if (keyword === 'type' && data === null) return ruled.present.get(columnOf(instancePath)) ?? [];
  const rule = ruled.rulesOf.get(parentSchema ?? {})?.get(keyword);
  return rule === undefined ? [] : [rule];
}

function columnOf(pointer: string): string {
  return pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
}
