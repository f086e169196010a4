import type { Value } from '@sluice/engine';
import type { Kwargs } from '../vocabulary/definition.ts';

/** From the least to the greatest. */
export const severities = ['info', 'warning', 'critical'] as const;

export type Severity = (typeof severities)[number];

/** What one expectation came to. JSON-safe. */
export interface ExpectationResult {
  readonly success: boolean;
  readonly expectation_config: {
    readonly type: string;
    /** With the values of parameters in place. */
    readonly kwargs: Kwargs;
    readonly severity: Severity;
    readonly id?: unknown;
    readonly meta?: unknown;
    readonly notes?: unknown;
    readonly description?: unknown;
  };
  /** As much as the result format asks for: counts and lists of single rows, or `observed_value` and `details`. */
  readonly result: Readonly<Record<string, Value>>;
  /** `expected`: what was expected, in a few words. */
  readonly meta: Readonly<Record<string, Value>>;
  readonly exception_info: {
    readonly raised_exception: boolean;
    readonly exception_message: string | null;
    readonly exception_traceback: string | null;
  };
}

/** What a suite came to. JSON-safe. */
export interface ValidationResult {
  /** True where every expectation holds, whatever its severity. */
  readonly success: boolean;
  readonly suite_name: string | null;
  readonly suite_parameters: Kwargs;
  /** In the order of the suite. */
  readonly results: readonly ExpectationResult[];
  readonly statistics: {
    readonly evaluated_expectations: number;
    readonly successful_expectations: number;
    readonly unsuccessful_expectations: number;
    /** 0 to 100; null where nothing was evaluated. */
    readonly success_percent: number | null;
  };
  /** The highest severity among the failures; null where there are none. */
  readonly max_severity_failure: Severity | null;
  readonly meta: Readonly<Record<string, Value>>;
}
