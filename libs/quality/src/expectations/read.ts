import { compileSchema, type Schema } from '@sluice/core';
import { parseDocument } from 'yaml';
import { closed, name, text } from '../odcs/common.ts';
import { customSchema, type CustomQuality } from '../odcs/quality.ts';
import type { Rule } from '../rule.ts';
import type { ContractColumn } from '../contract.ts';
import { readSeverity, type RuleTable } from '../rules/table.ts';
import type { Path } from '../source.ts';
import { unknownType } from '../validate/suite.ts';
import type { Definition } from '../vocabulary/definition.ts';
import { vocabulary } from '../vocabulary/vocabulary.ts';
import { aggregateExpectations } from './aggregates.ts';
import type { Kwargs, RuleBuilder, WrittenExpectation } from './definition.ts';
import { hasParameters, ruleOf } from './rule-of.ts';
import { tableExpectations } from './tables.ts';

/** Expectations of the table that are rules of a form of their own: judged in the pass of the audit. */
const builders: ReadonlyMap<string, RuleBuilder> = new Map(
  Object.entries({
    ...aggregateExpectations,
    ...tableExpectations,
  }),
);

const engines = ['greatExpectations', 'great-expectations', 'great_expectations'];

interface Implementation {
  readonly type: string;
  readonly kwargs?: Kwargs;
  readonly id?: string;
  readonly severity?: string;
  readonly description?: string;
}

const implementationSchema: Schema<Implementation> = compileSchema(
  closed({ type: name, kwargs: { type: 'object' }, id: text, severity: text, description: text, notes: {}, meta: {} }, [
    'type',
  ]),
);

const schemas = new Map<string, Schema<Kwargs>>();

/** The rule of a `type: custom` item: an expectation in the vocabulary of Great Expectations. */
export function expectationRule(
  table: RuleTable,
  column: ContractColumn | undefined,
  item: unknown,
  path: Path,
): Rule | undefined {
  const { problems } = table;
  if (!problems.check(customSchema, path, item)) return undefined;
  if (!engines.includes(item.engine)) {
    problems.report([...path, 'engine'], `expected greatExpectations, or sluice for drift, got ${item.engine}`);
    return undefined;
  }
  const place: Path = [...path, 'implementation'];
  const implementation = implementationOf(table, item, place);
  if (implementation === undefined) return undefined;
  const definition = vocabulary.get(implementation.type);
  if (definition === undefined) {
    problems.report([...place, 'type'], unknownType(implementation.type));
    return undefined;
  }
  const at: Path = typeof item.implementation === 'string' ? place : [...place, 'kwargs'];
  const kwargs = kwargsOf(definition, implementation.kwargs ?? {}, column);
  if (!hasParameters(kwargs) && !problems.check(kwargsSchema(implementation.type, definition), at, kwargs))
    return undefined;
  const severity = severityOf(table, item, implementation, path);
  if (severity === undefined) return undefined;
  const written: WrittenExpectation = {
    table,
    type: implementation.type,
    id: item.id ?? implementation.id,
    kwargs,
    severity,
    description: item.description ?? implementation.description,
    location: problems.locate(place),
    path: at,
  };
  return ruleOf(written, definition, builders.get(implementation.type));
}

function implementationOf(table: RuleTable, item: CustomQuality, path: Path): Implementation | undefined {
  let written: unknown = item.implementation;
  if (typeof written === 'string') {
    const document = parseDocument(written, { prettyErrors: false });
    const [fault] = document.errors;
    if (fault !== undefined) {
      table.problems.report(path, `the implementation is not YAML: ${fault.message}`);
      return undefined;
    }
    written = document.toJS();
  }
  return table.problems.check(implementationSchema, path, written) ? written : undefined;
}

/** Under a property, its column is meant where the expectation takes one and names none. Options that are null are left out. */
function kwargsOf({ parameters }: Definition, kwargs: Kwargs, column: ContractColumn | undefined): Kwargs {
  const implied = column !== undefined && 'column' in parameters && !('column' in kwargs);
  const given = Object.entries(kwargs).filter(
    ([name, value]) => value !== null || !Object.hasOwn(parameters, name) || parameters[name]?.required,
  );
  return Object.fromEntries(implied ? [['column', column.name], ...given] : given);
}

function kwargsSchema(type: string, { parameters }: Definition): Schema<Kwargs> {
  const entries = Object.entries(parameters);
  const required = entries.filter(([, parameter]) => parameter.required).map(([name]) => name);
  const properties = Object.fromEntries(entries.map(([name, { schema }]) => [name, schema]));
  const made: Schema<Kwargs> = schemas.get(type) ?? compileSchema(closed(properties, required));
  schemas.set(type, made);
  return made;
}

function severityOf(table: RuleTable, item: CustomQuality, implementation: Implementation, path: Path) {
  const { problems } = table;
  const outer = readSeverity(item.severity, [...path, 'severity'], problems);
  const place: Path =
    typeof item.implementation === 'string' ? [...path, 'implementation'] : [...path, 'implementation', 'severity'];
  const inner = readSeverity(implementation.severity, place, problems);
  if (item.severity !== undefined && implementation.severity !== undefined && outer !== inner) {
    problems.report(
      place,
      `severity is ${item.severity} here and ${implementation.severity} in the implementation; give it once`,
    );
    return undefined;
  }
  return item.severity === undefined ? inner : outer;
}
