import { quoteIdentifier } from '@sluice/engine';
import { columnRules } from './rules/column.ts';
import type { Contract } from './contract.ts';
import { canonical } from './canonical.ts';
import { ContractInvalidError } from './errors.ts';
import { documentParts, documentSchema, slaSchema, type OdcsDocument } from './odcs/document.ts';
import { elementParts } from './odcs/common.ts';
import { tableSchema, type OdcsTable } from './odcs/table.ts';
import { problemsOf, type Problems } from './problems.ts';
import type { Rule } from './rule.ts';
import { readColumns, type ReadColumn } from './columns.ts';
import { readSettings } from './rules/custom-properties.ts';
import { freshnessRule } from './rules/freshness.ts';
import { qualityRules } from './rules/quality.ts';
import { relationshipRule } from './rules/relationship.ts';
import type { RuleTable } from './rules/table.ts';
import { readSource, type Path } from './source.ts';

/**
 * Reads an ODCS document (3.1; 3.0 is accepted) of one table, in YAML or JSON.
 * What the standard allows and Sluice does not use is kept in `definition` and has no effect.
 * @throws {ContractInvalidError} naming every problem with file, line, column and path.
 */
export function parseContract(text: string, file: string): Contract {
  const source = readSource(text, file);
  if (source.faults.length > 0) {
    const faults = source.faults.map(({ location, message }) => ({ location, path: 'document', message }));
    throw new ContractInvalidError(file, faults);
  }
  const problems = problemsOf(source);
  const contract = read(source.value, file, problems);
  if (contract === undefined || problems.found.length > 0) throw new ContractInvalidError(file, problems.found);
  return contract;
}

function read(document: unknown, file: string, problems: Problems): Contract | undefined {
  if (JSON.stringify(document ?? null).includes('\\u0000')) {
    problems.report([], 'a NUL character cannot be part of a name or a value');
    return undefined;
  }
  const sound = problems.check(documentSchema, [], document);
  problems.checkParts(documentParts, [], document);
  const [written, second] = listAt(document, 'schema');
  const path: Path = ['schema', 0];
  if (second !== undefined) problems.report(['schema', 1], 'expected one table per document, got several');
  if (written === undefined) return undefined;
  const whole = problems.check(tableSchema, path, written);
  problems.checkParts(elementParts, path, written);
  const { columns, refused } = readColumns(listAt(written, 'properties'), [...path, 'properties'], problems);
  const table: RuleTable = {
    name: whole ? written.name : '',
    columns: new Map(columns.map(({ column }) => [column.name, column])),
    refused,
    apiVersion: sound ? document.apiVersion : 'v3.1.0',
    problems,
  };
  const ofColumns = columns.flatMap((column) => rulesOfColumn(table, column));
  if (!whole) return undefined;
  const keys = columns.filter(({ column }) => column.primaryKey).toSorted((a, b) => a.keyPosition - b.keyPosition);
  const primaryKey = keys.map(({ column }) => column.name);
  const settings = readSettings(table, written.customProperties, [...path, 'customProperties']);
  const service = sound ? document : {};
  const rules = [...ofColumns, ...rulesOfTable(table, service, written, primaryKey, path)];
  if (!sound) return undefined;
  return {
    id: document.id,
    version: document.version,
    file,
    table: written.name,
    columns: columns.map(({ column }) => column),
    primaryKey,
    orderedBy: settings.orderedBy ?? primaryKey,
    format: settings.format,
    ...(settings.incremental && { incremental: settings.incremental }),
    tags: [...new Set([...(document.tags ?? []), ...(written.tags ?? [])])],
    rules: withUniqueIds(rules),
    quarantine: settings.quarantine,
    definition: canonical(document),
    usesAsOf: rules.some(needsAsOf),
    ...(written.description === undefined ? {} : { description: written.description }),
    ...(settings.chart === undefined ? {} : { chart: settings.chart }),
  };
}

/** Freshness, and expectations whose parameters the run supplies. */
function needsAsOf(rule: Rule): boolean {
  return rule.form === 'freshness' || (rule.form === 'expectation' && rule.parameters.includes('as_of'));
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return Array.isArray(list) ? list : [];
}

function rulesOfColumn(table: RuleTable, { column, property, logicalType, path }: ReadColumn): readonly Rule[] {
  const references = (property.relationships ?? []).map((relationship, index) =>
    relationshipRule(table, column, relationship, [...path, 'relationships', index]),
  );
  return [
    ...columnRules(table, column, logicalType, property.logicalTypeOptions, path),
    ...qualityRules(table, column, property.quality ?? [], [...path, 'quality']),
    ...references.filter((rule) => rule !== undefined),
  ];
}

function rulesOfTable(
  table: RuleTable,
  document: Pick<OdcsDocument, 'slaProperties' | 'slaDefaultElement'>,
  written: OdcsTable,
  primaryKey: readonly string[],
  path: Path,
): readonly Rule[] {
  const rules: (Rule | undefined)[] = [];
  rules.push(primaryKeyRule(table, primaryKey, path));
  const ofTable = qualityRules(table, undefined, written.quality ?? [], [...path, 'quality']);
  rules.push(...ofTable);
  for (const [index, relationship] of (written.relationships ?? []).entries())
    rules.push(relationshipRule(table, undefined, relationship, [...path, 'relationships', index]));
  rules.push(...freshnessRules(table, document));
  if (!ofTable.some((rule) => rule.form === 'rowCount')) rules.push(impliedRowCount(table, path));
  return rules.filter((rule) => rule !== undefined);
}

function primaryKeyRule({ problems, columns }: RuleTable, primaryKey: readonly string[], path: Path): Rule | undefined {
  const first = columns.get(primaryKey[0] ?? '');
  if (first === undefined) return undefined;
  const index = [...columns.keys()].indexOf(first.name);
  return {
    id: 'primaryKey',
    type: 'primaryKey',
    kind: 'table',
    form: 'unique',
    columns: primaryKey,
    severity: 'error',
    expected: `${primaryKey.join(', ')} ${primaryKey.length === 1 ? 'is unique' : 'are unique together'}`,
    considered: primaryKey.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(' AND '),
    mostly: 1,
    location: problems.locate([...path, 'properties', index, 'primaryKey']),
  };
}

function freshnessRules(
  table: RuleTable,
  { slaProperties, slaDefaultElement }: Pick<OdcsDocument, 'slaProperties' | 'slaDefaultElement'>,
): readonly (Rule | undefined)[] {
  if (slaProperties === undefined || !table.problems.check(slaSchema, ['slaProperties'], slaProperties)) return [];
  return slaProperties.map((sla, index) =>
    sla.property === 'latency' ? freshnessRule(table, sla, slaDefaultElement, ['slaProperties', index]) : undefined,
  );
}

/** A table has rows, unless its contract says that it may be empty: nothing passes on no evidence. */
function impliedRowCount({ problems }: RuleTable, path: Path): Rule {
  return {
    id: 'rowCount',
    type: 'rowCount',
    kind: 'table',
    form: 'rowCount',
    columns: [],
    severity: 'error',
    expected: 'row count > 0',
    terms: { '>': 0 },
    condition: { text: '> 0', holds: ['> 0'] },
    allowsEmpty: false,
    implied: true,
    location: problems.locate([...path, 'name']),
  };
}

function withUniqueIds(rules: readonly Rule[]): readonly Rule[] {
  const seen = new Map<string, number>();
  return rules.map((rule) => {
    const count = (seen.get(rule.id) ?? 0) + 1;
    seen.set(rule.id, count);
    return count === 1 ? rule : { ...rule, id: `${rule.id}#${String(count)}` };
  });
}
