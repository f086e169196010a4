import { didYouMean } from '../problems.ts';
import type { Kwargs } from '../vocabulary/definition.ts';
import type { SuiteProblem } from '../errors.ts';

/** Arguments that are documents of their own: a `$PARAMETER` in them is theirs. */
const documents = ['json_schema', 'meta'];

/** Puts the values of parameters in place of `{ "$PARAMETER": "name" }`; a name without a value is reported. */
export function fillParameters(
  kwargs: Kwargs,
  path: string,
  parameters: Kwargs,
  problems: SuiteProblem[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kwargs).map(([name, value]) => [
      name,
      documents.includes(name) && parameterName(value) === undefined
        ? value
        : filled(value, `${path}.${name}`, parameters, problems),
    ]),
  );
}

/** The names of the parameters that `fillParameters` would ask for, each once. */
export function parameterNames(kwargs: Kwargs): readonly string[] {
  const asked = Object.entries(kwargs).filter(([name, value]) => !documents.includes(name) || parameterName(value));
  return [...new Set(asked.flatMap(([, value]) => namesIn(value)))];
}

function namesIn(value: unknown): readonly string[] {
  const name = parameterName(value);
  if (name !== undefined) return [name];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : [];
}

function filled(value: unknown, path: string, parameters: Kwargs, problems: SuiteProblem[]): unknown {
  const name = parameterName(value);
  if (name !== undefined) {
    if (Object.hasOwn(parameters, name)) return parameters[name];
    const known = Object.keys(parameters);
    const hint = didYouMean(name, known);
    problems.push({ path, message: `the parameter \`${name}\` has no value${hint}` });
    return null;
  }
  if (Array.isArray(value))
    return value.map((item, index) => filled(item, `${path}[${String(index)}]`, parameters, problems));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      filled(item, `${path}.${key}`, parameters, problems),
    ]),
  );
}

function parameterName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined;
  const name: unknown = Reflect.get(value, '$PARAMETER');
  return typeof name === 'string' ? name : undefined;
}
