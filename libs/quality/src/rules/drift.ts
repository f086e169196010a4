import { compileSchema, type JsonSchema, type Schema } from '@sluice/core';
import type { ContractColumn } from '../contract.ts';
import { canDrift } from '../drift/distribution.ts';
import { closed } from '../odcs/common.ts';
import { customSchema } from '../odcs/quality.ts';
import { didYouMean, show } from '../problems.ts';
import type { DriftRule } from '../rule.ts';
import type { Path } from '../source.ts';
import { columnOf, readSeverity, type RuleTable } from './table.ts';

const RUNS = 7;
const MINIMUM_RUNS = 3;

interface Written {
  readonly type: 'rowCountDrift' | 'distributionDrift';
  readonly column?: string;
  readonly runs?: number;
  readonly minimumRuns?: number;
  readonly maxChange?: number;
  readonly maxDistance?: number;
}

const count: JsonSchema = { type: 'integer', minimum: 1, maximum: 1000 };
const limit: JsonSchema = { type: 'number', exclusiveMinimum: 0 };
const shared = { type: { type: 'string' }, runs: count, minimumRuns: count } as const;

const schemas: Readonly<Record<Written['type'], Schema<Written>>> = {
  rowCountDrift: compileSchema(closed({ ...shared, maxChange: limit }, ['type', 'maxChange'])),
  distributionDrift: compileSchema(
    closed({ ...shared, column: { type: 'string' }, maxDistance: limit }, ['type', 'maxDistance']),
  ),
};

/** Whether a `type: custom` item is for Sluice's own engine. */
export function isDrift(item: unknown): boolean {
  return typeof item === 'object' && item !== null && Reflect.get(item, 'engine') === 'sluice';
}

/** The rule of a `type: custom, engine: sluice` item: the table, or a column's values, against what earlier runs published. */
export function driftRule(
  table: RuleTable,
  column: ContractColumn | undefined,
  item: unknown,
  path: Path,
): DriftRule | undefined {
  const { problems } = table;
  if (!problems.check(customSchema, path, item)) return undefined;
  const place: Path = [...path, 'implementation'];
  const written: unknown = item.implementation;
  const type: unknown = typeof written === 'object' && written !== null ? Reflect.get(written, 'type') : undefined;
  if (type !== 'rowCountDrift' && type !== 'distributionDrift') {
    const hint = typeof type === 'string' ? didYouMean(type, Object.keys(schemas)) : '';
    problems.report(
      place,
      `expected a mapping with the type rowCountDrift or distributionDrift, got ${show(type)}${hint}`,
    );
    return undefined;
  }
  if (!problems.check(schemas[type], place, written)) return undefined;
  const severity = readSeverity(item.severity, [...path, 'severity'], problems);
  const judged: readonly string[] | undefined =
    type === 'rowCountDrift' ? [] : judgedColumn(table, column, written, place);
  if (severity === undefined || judged === undefined) return undefined;
  const { runs = RUNS } = written;
  const minimumRuns = written.minimumRuns ?? Math.min(MINIMUM_RUNS, runs);
  if (minimumRuns > runs) {
    problems.report([...place, 'minimumRuns'], `must be at most runs, ${String(runs)}, got ${String(minimumRuns)}`);
    return undefined;
  }
  const [greatest, name] = [written.maxChange ?? written.maxDistance ?? 0, judged[0]];
  return {
    id: item.id ?? [...judged, type].join('.'),
    ...{ type, kind: 'table', form: 'drift', severity, runs, minimumRuns },
    measure: name === undefined ? 'rowCount' : 'distribution',
    columns: judged,
    limit: greatest,
    expected:
      name === undefined
        ? `row count within ${String(Number((greatest * 100).toPrecision(6)))} % of the median of the last ${String(runs)} runs`
        : `values of ${name} within a distance of ${String(greatest)} of the last ${String(runs)} runs`,
    terms: { runs, minimumRuns, limit: greatest },
    location: problems.locate(place),
    ...(item.description === undefined ? {} : { description: item.description }),
  };
}

function judgedColumn(
  table: RuleTable,
  own: ContractColumn | undefined,
  { column: name }: Written,
  path: Path,
): readonly [string] | undefined {
  if (name === undefined && own === undefined) {
    table.problems.report(path, 'distributionDrift stands under a property, or names its column');
    return undefined;
  }
  const column = name === undefined ? own : columnOf(table, name, [...path, 'column']);
  if (column === undefined) return undefined;
  if (column.personal || !canDrift(column.type)) {
    const reason = column.personal ? 'is personal' : `is ${column.type}`;
    table.problems.report(path, `${column.name} ${reason}: no profile says how its values are distributed`);
    return undefined;
  }
  return [column.name];
}
