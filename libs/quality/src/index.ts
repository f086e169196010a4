/** Contracts: what must hold of a table, parsed from ODCS documents and judged in SQL. */
export { audit } from './audit/audit.ts';
export type { Contract, ContractColumn } from './contract.ts';
export { ContractInvalidError, type ContractProblem } from './errors.ts';
export { parseContract } from './parse.ts';
export { budgetText, isWithin, offenceSql, REASONS_TYPE, refersToItself, setsAside } from './quarantine.ts';
export type { QuarantineBudget, SettingAsideRule } from './quarantine.ts';
export type { AuditContext, AuditedTable, CheckResult, CheckStatus } from './result.ts';
export type {
  Bound,
  Condition,
  FreshnessRule,
  MetricRule,
  QueryRule,
  ReferenceRule,
  RowCountRule,
  RowRule,
  Rule,
  RuleKind,
  Severity,
  ShareRule,
  TypeRule,
  UniqueRule,
} from './rule.ts';
export { fillQuery } from './rules/query.ts';
export type { Family } from './types.ts';
export { violationPredicate } from './violation.ts';
