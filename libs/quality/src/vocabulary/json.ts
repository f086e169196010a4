import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { show } from '../problems.ts';
import { ExpectationError } from '../errors.ts';

/** What a text of JSON says; undefined where it is none. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}

const options = { strict: false, allErrors: false, logger: false } as const;

/**
 * A JSON Schema as a test. Its `$schema` says which draft it is of: 2020-12 (default), 2019-09, 7 or 6.
 * @throws {ExpectationError} for a schema that is none.
 */
export function jsonSchemaTest(schema: object): (value: unknown) => boolean {
  const ajv = ajvFor(Reflect.get(schema, '$schema'));
  addFormats.default(ajv);
  try {
    const validate = ajv.compile(schema);
    return (value) => validate(value);
  } catch (error) {
    throw new ExpectationError(
      `json_schema: not a JSON Schema: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function ajvFor(draft: unknown) {
  if (draft === undefined) return new Ajv2020(options);
  const name = typeof draft === 'string' ? draft : '';
  if (name.includes('2020-12')) return new Ajv2020(options);
  if (name.includes('2019-09')) return new Ajv2019(options);
  if (/draft-0[67]\//.test(name)) return withoutMeta();
  throw new ExpectationError(`json_schema: expected a $schema of draft 2020-12, 2019-09, 7 or 6, got ${show(draft)}`);
}

/** Draft 6 has the keywords of draft 7 but for a few that it would ignore. */
function withoutMeta() {
  const ajv = new Ajv({ ...options, validateSchema: true });
  ajv.addMetaSchema({
    $id: 'http://json-schema.org/draft-06/schema#',
    $ref: 'http://json-schema.org/draft-07/schema#',
  });
  return ajv;
}
