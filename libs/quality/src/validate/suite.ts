import { compileSchema, type Schema } from '@sluice/core';
import { closed } from '../odcs/common.ts';
import { didYouMean, show, withGot } from '../problems.ts';
import { isAbsent } from '../vocabulary/arguments.ts';
import type { Definition, Kwargs } from '../vocabulary/definition.ts';
import { commonParameters } from '../vocabulary/parameters.ts';
import { expectationNames, unusable, vocabulary } from '../vocabulary/vocabulary.ts';
import { SuiteInvalidError, type SuiteProblem } from '../errors.ts';
import { fillParameters } from './fill-parameters.ts';
import { readFormat, type ResultFormat } from './result-format.ts';
import { severities, type Severity } from './result.ts';

/** One expectation of a suite, checked. */
export interface SuiteExpectation {
  readonly type: string;
  readonly definition: Definition;
  /** Its own arguments, parameters filled in. */
  readonly kwargs: Kwargs;
  readonly severity: Severity;
  /** Undefined where it says nothing. */
  readonly format: ResultFormat | undefined;
  readonly catchExceptions: boolean | undefined;
  /** `id`, `meta`, `notes` and `description`, as they are written. */
  readonly carried: Kwargs;
}

export interface Suite {
  readonly name: string | null;
  readonly expectations: readonly SuiteExpectation[];
}

const common = Object.keys(commonParameters);
const ignored = ['expectation_context', 'rendered_content', 'success_on_last_run'];
const itemNames = ['type', 'kwargs', ...common, ...ignored];
const suiteNames = ['name', 'expectations', 'id', 'meta', 'notes', 'suite_parameters'];

const schemas = new Map<string, Schema<Kwargs>>();

/**
 * Reads a suite: a list of `{ type, kwargs }`, or `{ name, expectations }`.
 * @param parameters  what `{ "$PARAMETER": "name" }` stands for.
 * @throws {SuiteInvalidError} naming every mistake.
 */
export function readSuite(written: unknown, parameters: Kwargs = {}): Suite {
  const problems: SuiteProblem[] = [];
  const suite = readList(written, parameters, problems);
  if (suite === undefined || problems.length > 0) throw new SuiteInvalidError(problems);
  return suite;
}

function readList(written: unknown, given: Kwargs, problems: SuiteProblem[]): Suite | undefined {
  const whole = Array.isArray(written) ? { expectations: written } : written;
  if (!isObject(whole) || !Array.isArray(whole['expectations'])) {
    problems.push({ path: 'suite', message: 'expected a list of expectations, or an object with `expectations`' });
    return undefined;
  }
  refuseUnknown(whole, suiteNames, 'suite', problems);
  const defaults: unknown = whole['suite_parameters'];
  const parameters = { ...(isObject(defaults) ? defaults : {}), ...given };
  const items: readonly unknown[] = whole['expectations'];
  const name: unknown = whole['name'];
  return {
    name: typeof name === 'string' ? name : null,
    expectations: items
      .map((item, index) => readExpectation(item, `expectations[${String(index)}]`, parameters, problems))
      .filter((expectation) => expectation !== undefined),
  };
}

function readExpectation(
  item: unknown,
  path: string,
  parameters: Kwargs,
  problems: SuiteProblem[],
): SuiteExpectation | undefined {
  if (!isObject(item)) {
    problems.push({ path, message: `expected an object with \`type\` and \`kwargs\`, got ${show(item)}` });
    return undefined;
  }
  refuseUnknown(item, itemNames, path, problems);
  const { type, kwargs: arguments_ = {} } = item;
  if (typeof type !== 'string') {
    problems.push({ path, message: 'must have the property `type`: the name of an expectation' });
    return undefined;
  }
  const definition = vocabulary.get(type);
  if (definition === undefined) {
    problems.push({ path: `${path}.type`, message: unknownType(type) });
    return undefined;
  }
  if (!isObject(arguments_)) {
    problems.push({ path: `${path}.kwargs`, message: `must be an object, got ${show(arguments_)}` });
    return undefined;
  }
  const kwargs = checkKwargs(type, definition, arguments_, `${path}.kwargs`, parameters, problems);
  const shared = sharedArguments(item, kwargs ?? {}, path, problems);
  if (kwargs === undefined || shared === undefined) return undefined;
  const own = Object.fromEntries(Object.entries(kwargs).filter(([name]) => !common.includes(name)));
  return { type, definition, kwargs: own, ...shared };
}

/**
 * Fills parameters in and checks the arguments of one expectation. An optional one that is null is left out.
 * @returns undefined where something was reported.
 */
export function checkKwargs(
  type: string,
  definition: Definition,
  written: Kwargs,
  path: string,
  parameters: Kwargs,
  problems: SuiteProblem[],
): Kwargs | undefined {
  const before = problems.length;
  const filled = fillParameters(written, path, parameters, problems);
  if (problems.length > before) return undefined;
  const kwargs = Object.fromEntries(
    Object.entries(filled).filter(([name, value]) => value !== null || definition.parameters[name]?.required),
  );
  const checked = schemaOf(type, definition).check(kwargs);
  if (checked.ok) return kwargs;
  for (const problem of checked.problems)
    problems.push({ path: `${path}${problem.path.replaceAll('/', '.')}`, message: withGot(problem, kwargs) });
  return undefined;
}

/** What a name that is no expectation's is answered with. */
export function unknownType(type: string): string {
  const way = Object.hasOwn(unusable, type) ? unusable[type] : undefined;
  if (way !== undefined) return `${type} is a name that cannot be judged by any engine: ${way}`;
  const snake = type
    .replace(/KLDivergence/, 'KlDivergence')
    .replace(/(?<=.)([A-Z])/g, '_$1')
    .toLowerCase();
  if (snake !== type && vocabulary.has(snake)) return `${type} is written \`${snake}\` here`;
  const hint = didYouMean(type, expectationNames);
  return `${type} is not an expectation that can be judged${hint === '' ? `; known are ${expectationNames.join(', ')}` : hint}`;
}

/** Arguments that stand beside `kwargs` or among them; in both places they must agree. */
function sharedArguments(item: Kwargs, kwargs: Kwargs, path: string, problems: SuiteProblem[]) {
  const before = problems.length;
  const beside = Object.fromEntries(common.filter((name) => !isAbsent(item[name])).map((name) => [name, item[name]]));
  for (const [name, value] of Object.entries(beside)) {
    const checked = compileSchema(commonParameters[name]?.schema ?? {}).check(value);
    if (!checked.ok)
      for (const { message } of checked.problems)
        problems.push({ path: `${path}.${name}`, message: `${message}, got ${show(value)}` });
    if (!isAbsent(kwargs[name]) && JSON.stringify(kwargs[name]) !== JSON.stringify(value))
      problems.push({ path: `${path}.${name}`, message: `is ${show(value)} here and ${show(kwargs[name])} in kwargs` });
  }
  const all: Kwargs = { ...kwargs, ...beside };
  const format = isAbsent(all['result_format']) ? undefined : readFormat(all['result_format']);
  if (typeof format === 'string') problems.push({ path: `${path}.result_format`, message: format });
  if (problems.length > before || typeof format === 'string') return undefined;
  const caught = all['catch_exceptions'];
  return {
    severity: severities.find((severity) => severity === all['severity']) ?? 'critical',
    format,
    catchExceptions: typeof caught === 'boolean' ? caught : undefined,
    carried: Object.fromEntries(
      ['id', 'meta', 'notes', 'description', 'windows'].flatMap((name) =>
        isAbsent(all[name]) ? [] : [[name, all[name]]],
      ),
    ),
  };
}

function schemaOf(type: string, { parameters }: Definition): Schema<Kwargs> {
  const all = { ...parameters, ...commonParameters };
  const required = Object.entries(all).filter(([, parameter]) => parameter.required);
  const made: Schema<Kwargs> =
    schemas.get(type) ??
    compileSchema(
      closed(
        Object.fromEntries(Object.entries(all).map(([name, { schema }]) => [name, schema])),
        required.map(([name]) => name),
      ),
    );
  schemas.set(type, made);
  return made;
}

function refuseUnknown(item: Kwargs, known: readonly string[], path: string, problems: SuiteProblem[]): void {
  for (const name of Object.keys(item))
    if (!known.includes(name))
      problems.push({ path, message: `must not have the property \`${name}\`${didYouMean(name, known)}` });
}

function isObject(value: unknown): value is Kwargs {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
