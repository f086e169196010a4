import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { nearest } from './nearest.ts';

/** One breach of a JSON Schema. `path` is a JSON Pointer (`/columns/0/name`; empty for the whole value). */
export interface Problem {
  readonly path: string;
  /** A sentence's end: "must be string", "must not have the property `requierd`; did you mean `required`?". */
  readonly message: string;
  /** The schema keyword that was broken, such as `type` or `additionalProperties`. */
  readonly keyword: string;
  /** For a property that is unknown or missing: its name. */
  readonly property?: string;
  readonly nearest?: string;
}

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export interface Schema<T> {
  check(value: unknown): Checked<T>;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

// Schemas are compiled at most runs and used for little, so that compiling is what takes time.
const options = { strict: true, allowUnionTypes: true, validateSchema: false, code: { optimize: false } } as const;
const judge = once(() => withFormats(new Ajv2020({ ...options, messages: false })));
const explainer = once(() => withFormats(new Ajv2020({ ...options, allErrors: true, verbose: true })));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  addFormats.default(ajv);
  return ajv;
}

/** A JSON Schema (draft 2020-12, strict) as a type guard. Compiled on first use. */
export function validator<T>(schema: JsonSchema): (value: unknown) => value is T {
  const validate = once(() => judge().compile<T>(schema));
  return (value): value is T => validate()(value);
}

/**
 * A JSON Schema (draft 2020-12, strict) that tells every problem of a value. Compiled on first use,
 * so a module may hold one at its top level for free.
 * @throws whatever ajv throws for a schema that is itself wrong, on the first `check`.
 */
export function compileSchema<T>(schema: JsonSchema): Schema<T> {
  const fits = validator<T>(schema);
  const explain = once(() => explainer().compile<T>(schema));
  return {
    check(value) {
      if (fits(value)) return { ok: true, value };
      const validate = explain();
      validate(value);
      return { ok: false, problems: (validate.errors ?? []).map(toProblem) };
    },
  };
}

function toProblem(error: ErrorObject): Problem {
  const { instancePath: path, keyword, params, parentSchema } = error;
  const unknown =
    keyword === 'additionalProperties'
      ? text(params, 'additionalProperty')
      : keyword === 'unevaluatedProperties'
        ? text(params, 'unevaluatedProperty')
        : undefined;
  if (unknown !== undefined) {
    const meant = nearest(unknown, Object.keys(record(parentSchema?.['properties'])));
    const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
    return {
      path,
      keyword,
      property: unknown,
      message: `must not have the property \`${unknown}\`${hint}`,
      ...(meant === undefined ? {} : { nearest: meant }),
    };
  }
  const missing = keyword === 'required' ? text(params, 'missingProperty') : undefined;
  if (missing !== undefined)
    return { path, keyword, property: missing, message: `must have the property \`${missing}\`` };
  if (keyword === 'enum') {
    const allowed: unknown = params['allowedValues'];
    const values = Array.isArray(allowed) ? allowed.map(String) : [];
    const meant = typeof error.data === 'string' ? nearest(error.data, values) : undefined;
    const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
    return {
      path,
      keyword,
      message: `must be one of ${values.join(', ')}${hint}`,
      ...(meant === undefined ? {} : { nearest: meant }),
    };
  }
  if (keyword === 'const') return { path, keyword, message: `must be ${JSON.stringify(params['allowedValue'])}` };
  return { path, keyword, message: error.message ?? `must keep "${keyword}"` };
}

function text(params: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = params[key];
  return typeof value === 'string' ? value : undefined;
}

function record(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
