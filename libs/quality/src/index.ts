/** Contracts: what must hold of a table, parsed from ODCS documents and judged in SQL. */
export { audit } from './audit/audit.ts';
export { breakers, type Breaker, type BreakerOptions } from './breaker/breakers.ts';
export type { Specimen } from './breaker/oracle.ts';
export { contractChanges } from './changes/changes.ts';
export type { ChangeKind, ContractChange } from './changes/changes.ts';
export type { Contract, ContractColumn } from './contract.ts';
export { columnTypeIn, dialects, type Dialect } from './ddl/column-types.ts';
export { cqlKey } from './ddl/cql.ts';
export { createTable } from './ddl/ddl.ts';
export {
  ContractInvalidError,
  DdlImpossibleError,
  ExpectationError,
  GenerationImpossibleError,
  SuiteInvalidError,
  type ContractProblem,
  type SuiteProblem,
} from './errors.ts';
export type { Parents } from './generate/keys.ts';
export { generateRows, type GenerateOptions } from './generate/rows.ts';
export { rowsSql } from './generate/values-sql.ts';
export { inferContract } from './infer/infer.ts';
export { parseContract } from './parse.ts';
export {
  type ColumnProfile,
  type Counted,
  type HistogramClass,
  profile,
  type TableProfile,
} from './profile/profile.ts';
export type { ProfiledColumn, ProfiledRelation } from './profile/relation.ts';
export { budgetText, isWithin, offenceSql, REASONS_TYPE, refersToItself, setsAside } from './quarantine.ts';
export type { Incremental, TableFormat } from './format.ts';
export type { QuarantineBudget, SettingAsideRule } from './quarantine.ts';
export type { AuditContext, AuditedTable, CheckResult, CheckStatus, EarlierTable } from './result.ts';
export type {
  Bound,
  Condition,
  DriftRule,
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
export { rulesSql } from './rules-sql.ts';
export { exportedSchema } from './schema/exported.ts';
export { compileRecordSchema, type RecordSchema, type RecordVerdict } from './schema/compile.ts';
export { fillQuery } from './rules/query.ts';
export { interfaceName, typescriptOf } from './typescript/types.ts';
export type { Family } from './types.ts';
export type { ResultFormat, ResultFormatOption } from './validate/result-format.ts';
export type { ExpectationResult, ValidationResult } from './validate/result.ts';
export { driftColumns, profileRows } from './drift/profile-rows.ts';
export { validate, type Relation, type ValidateOptions } from './validate/validate.ts';
export { violationPredicate } from './violation.ts';
