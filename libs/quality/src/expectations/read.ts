import { compileSchema, type Schema } from '@sluice/core';
import { parseDocument } from 'yaml';
import { closed, name, text } from '../odcs/common.ts';
import { customSchema, type CustomQuality } from '../odcs/quality.ts';
import { didYouMean } from '../problems.ts';
import type { Rule } from '../rule.ts';
import type { ContractColumn } from '../contract.ts';
import { readSeverity, type RuleTable } from '../rules/table.ts';
import type { Path } from '../source.ts';
import { aggregateExpectations } from './aggregates.ts';
import { columnValueExpectations } from './column-values.ts';
import type { Expectation, Kwargs } from './definition.ts';
import { severalColumnExpectations } from './several-columns.ts';
import { tableExpectations } from './tables.ts';

const expectations: ReadonlyMap<string, Expectation> = new Map(
  Object.entries({
    ...columnValueExpectations,
    ...severalColumnExpectations,
    ...aggregateExpectations,
    ...tableExpectations,
  }),
);

/** The expectations that a contract may use, by their names in the vocabulary. */
export const expectationNames: readonly string[] = [...expectations.keys()].toSorted();

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
    problems.report(
      [...path, 'engine'],
      `expected greatExpectations, the one engine that is judged here, got ${item.engine}`,
    );
    return undefined;
  }
  const place: Path = [...path, 'implementation'];
  const implementation = implementationOf(table, item, place);
  if (implementation === undefined) return undefined;
  const expectation = expectations.get(implementation.type);
  if (expectation === undefined) {
    const known = didYouMean(implementation.type, expectationNames);
    const hint = known === '' ? `; known are ${expectationNames.join(', ')}` : known;
    problems.report([...place, 'type'], `${implementation.type} is not an expectation that can be judged${hint}`);
    return undefined;
  }
  const at: Path = typeof item.implementation === 'string' ? place : [...place, 'kwargs'];
  const kwargs = kwargsOf(expectation, implementation.kwargs ?? {}, column);
  if (!problems.check(kwargsSchema(implementation.type, expectation), at, kwargs)) return undefined;
  const severity = severityOf(table, item, implementation, path);
  if (severity === undefined) return undefined;
  return expectation.build({
    table,
    type: implementation.type,
    id: item.id ?? implementation.id,
    kwargs,
    severity,
    description: item.description ?? implementation.description,
    location: problems.locate(place),
    path: at,
  });
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

/** Under a property, its column is meant where the expectation takes one and names none. */
function kwargsOf(expectation: Expectation, kwargs: Kwargs, column: ContractColumn | undefined): Kwargs {
  const implied = column !== undefined && 'column' in expectation.parameters && !('column' in kwargs);
  return implied ? { ...kwargs, column: column.name } : kwargs;
}

function kwargsSchema(type: string, expectation: Expectation): Schema<Kwargs> {
  const made: Schema<Kwargs> = schemas.get(type) ?? compileSchema(closed(expectation.parameters, expectation.required));
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
