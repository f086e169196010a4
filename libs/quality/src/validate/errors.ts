import { EXIT, SluiceError, type Location } from '@sluice/core';

/** One mistake in a suite. */
export interface SuiteProblem {
  /** Where in the suite: `expectations[3].kwargs.mostly`. */
  readonly path: string;
  /** One sentence: expected, got, and the nearest known name where there is one. */
  readonly message: string;
}

/** A suite that cannot be used: nothing was judged. Names every problem. */
export class SuiteInvalidError extends SluiceError {
  readonly code = 'SUITE_INVALID';
  readonly exitCode = EXIT.usage;
  readonly problems: readonly SuiteProblem[];

  constructor(problems: readonly SuiteProblem[], location?: Location) {
    const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
    const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
    super(
      [`${location?.file ?? 'The suite'} has ${count}; nothing was judged.`, ...lines].join('\n'),
      location === undefined ? {} : { location },
    );
    this.problems = problems;
  }
}

/** An expectation that cannot be judged on this table: a missing column, types that do not compare, arguments without a meaning. */
export class ExpectationError extends SluiceError {
  readonly code = 'EXPECTATION_ERROR';
  readonly exitCode = EXIT.usage;
}
