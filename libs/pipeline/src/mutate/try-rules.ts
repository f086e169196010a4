import { quoteTable, type Row, type Session } from '@sluice/engine';
import { type Breaker, breakers, type Contract, type Rule } from '@sluice/quality';
import { namedValues } from '../definition/parameters.ts';
import type { BoundProject } from '../project/bound-project.ts';
import type { ProjectTable } from '../project/project.ts';
import type { RuleResult } from './report.ts';
import { tryDrift } from './try-drift.ts';

const SEED = 1;

/**
 * Puts rows that break one rule into a table, for every rule of its contract, and looks whether the audit catches them; a
 * rule on drift is given a history that differs.
 * @param session  on which the tables are bound to few generated rows, which keep their contracts
 */
export async function tryRules(
  session: Session,
  { project, parameters }: BoundProject,
  { name, layer, contract }: ProjectTable,
): Promise<readonly RuleResult[]> {
  const asOf = String(parameters['asOf']);
  const found = await breakers(session, contract, {
    table: name,
    asOf,
    parameters: namedValues(parameters),
    seed: SEED,
    rows: await rowsOf(session, name),
    parents: await parentsOf(session, layer, contract),
    relationOf: (other) => (project.tables.has(other) ? quoteTable(other) : undefined),
  });
  const byRule = new Map(found.map((breaker) => [breaker.rule, breaker]));
  const judged = { table: name, contract, readable: new Set<string>(), asOf, parameters };
  const results: RuleResult[] = [];
  for (const rule of contract.rules) {
    const verdict =
      rule.form === 'drift' ? await tryDrift(session, judged, rule) : verdictOf(rule, byRule.get(rule.id));
    results.push({ table: name, rule: rule.id, expected: rule.expected, location: rule.location, ...verdict });
  }
  return results;
}

function verdictOf(rule: Rule, breaker: Breaker | undefined): Pick<RuleResult, 'status' | 'impliedBy' | 'problem'> {
  if (rule.form === 'rowCount' && rule.condition.text === '>= 0') return { status: 'lenient' };
  if (breaker === undefined) return { status: 'survived', problem: 'the breaker does not know it' };
  if ('open' in breaker) return { status: 'survived', problem: breaker.open };
  if ('impliedBy' in breaker) return { status: 'implied', impliedBy: breaker.impliedBy };
  return { status: 'killed' };
}

/** Rows of the tables that foreign keys name, by the name that they use. */
async function parentsOf(
  session: Session,
  layer: string,
  contract: Contract,
): Promise<Readonly<Record<string, readonly Row[]>>> {
  const parents: Record<string, readonly Row[]> = {};
  for (const rule of contract.rules) {
    if (rule.form !== 'reference') continue;
    const { to } = rule;
    const key = to.layer === undefined ? to.table : `${to.layer}.${to.table}`;
    parents[key] = await rowsOf(session, `${to.layer ?? layer}.${to.table}`);
  }
  return parents;
}

function rowsOf(session: Session, table: string): Promise<readonly Row[]> {
  return session.query(`SELECT * FROM ${quoteTable(table)} ORDER BY ALL`);
}
