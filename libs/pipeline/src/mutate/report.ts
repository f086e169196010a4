import type { Location } from '@sluice/core';
import type { Operator } from './edit.ts';

/** One mutant and what became of it. */
export interface MutantResult {
  readonly table: string;
  /** `before → after`, unique within the table. */
  readonly mutant: string;
  readonly operator: Operator;
  /** The model's file, and the line of the change. */
  readonly location: Location;
  readonly before: string;
  readonly after: string;
  /** `explained`: it survived, and the fixture file says why nothing can kill it. */
  readonly status: 'killed' | 'survived' | 'explained';
  /** What killed it: the name of a case, or the id of a rule. */
  readonly killer?: { readonly by: 'fixture' | 'contract'; readonly name: string };
  /** Why nothing can kill it, as the fixture file says. */
  readonly reason?: string;
}

/** An explanation that explains nothing: its mutant was killed, or there is none of that name. */
export interface StaleExplanation {
  readonly table: string;
  readonly mutant: string;
  readonly location: Location;
  readonly problem: string;
}

/** One rule of a contract, and what the audit made of rows that were made to break it. */
export interface RuleResult {
  readonly table: string;
  readonly rule: string;
  readonly expected: string;
  readonly location: Location;
  /**
   * `killed`: the audit caught rows that break this rule alone. `implied`: whatever breaks it breaks others too.
   * `lenient`: it holds of every table, such as a row count of at least 0. `survived`: nothing was found that it catches.
   */
  readonly status: 'killed' | 'implied' | 'lenient' | 'survived';
  readonly impliedBy?: readonly string[];
  /** Why nothing was found. */
  readonly problem?: string;
}

/** What mutation showed of one pipeline. JSON-safe. */
export interface MutationReport {
  readonly pipeline: string;
  /** In the order of the graph, then of the lines. */
  readonly mutants: readonly MutantResult[];
  /** Changes that were no mutants: SQL that does not bind, has other columns than the contract, or is the model's own. */
  readonly invalid: number;
  readonly stale: readonly StaleExplanation[];
  /** Of every contract, sources included. */
  readonly rules: readonly RuleResult[];
  readonly seconds: number;
}
