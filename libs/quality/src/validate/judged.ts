import type { Outcome, Plan, RowsPlan, UniquePlan } from '../vocabulary/definition.ts';
import type { SuiteExpectation } from './suite.ts';
import type { ResultFormat } from './result-format.ts';

/** How many rows there are, how many of them count, and how many of those are unexpected. */
export interface Counts {
  readonly elements: number;
  readonly considered: number;
  readonly unexpected: number;
}

/** One expectation on its way from the suite to its result. */
export interface Item {
  readonly expectation: SuiteExpectation;
  readonly format: ResultFormat;
  /** SQL of `row_condition`. */
  readonly condition: string | undefined;
  /** An item for FROM: the rows that the condition leaves. */
  readonly from: string;
  plan: Plan | undefined;
  verdict: Verdict | undefined;
  /** Why it could not be judged. */
  error: Error | undefined;
}

export type Verdict =
  | { readonly on: 'rows'; readonly plan: RowsPlan | UniquePlan; readonly counts: Counts }
  | { readonly on: 'whole'; readonly outcome: Outcome };
