/** Contracts: what must hold of a table, parsed from ODCS documents and judged in SQL. */
export { audit } from './audit/audit.ts';
export { contractChanges } from './changes/changes.ts';
export type { ChangeKind, ContractChange } from './changes/changes.ts';
export type { Contract, ContractColumn } from './contract.ts';
export {
  ContractInvalidError,
  ExpectationError,
  SuiteInvalidError,
  type ContractProblem,
  type SuiteProblem,
} from './errors.ts';
export { parseContract } from './parse.ts';
export {
  type ColumnProfile,
  type Counted,
  type HistogramClass,
  profile,
  type ProfiledColumn,
  type ProfiledRelation,
  type TableProfile,
} from './profile/profile.ts';
export type { AuditContext, AuditedTable, CheckResult, CheckStatus } from './result.ts';
export type {
  Bound,
  Condition,
  ExpectationRule,
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
export type { ResultFormat, ResultFormatOption } from './validate/result-format.ts';
export type { ExpectationResult, ValidationResult } from './validate/result.ts';
export { validate, type Relation, type ValidateOptions } from './validate/validate.ts';
export { violationPredicate } from './violation.ts';
