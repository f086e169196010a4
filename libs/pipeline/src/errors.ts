import { EXIT, type Location, SluiceError } from '@sluice/core';

/** The pipeline's own definition cannot be used. */
export class PipelineInvalidError extends SluiceError {
  override readonly code = 'PIPELINE_INVALID';
  override readonly exitCode = EXIT.usage;
}

/** One or several parameters have no valid value. */
export class ParametersInvalidError extends SluiceError {
  override readonly code = 'PARAMETERS_INVALID';
  override readonly exitCode = EXIT.usage;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Something the plan refuses, and where it stands. */
export interface PlanProblem {
  readonly message: string;
  readonly location?: Location;
}

/** The models and contracts do not make a pipeline; names every problem with its file and line. */
export class PlanRefusedError extends SluiceError {
  override readonly code = 'PLAN_REFUSED';
  override readonly exitCode = EXIT.usage;
  readonly problems: readonly PlanProblem[];

  constructor(pipeline: string, problems: readonly PlanProblem[], format: (problem: PlanProblem) => string) {
    const [first] = problems;
    const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
    super(
      [
        `${pipeline}: ${count} in models and contracts; nothing was run.`,
        ...problems.map((problem) => `  ${format(problem)}`),
      ].join('\n'),
      first?.location === undefined ? {} : { location: first.location },
    );
    this.problems = problems;
  }
}

/** A selector names nothing, or cannot be read. */
export class SelectorInvalidError extends SluiceError {
  override readonly code = 'SELECTOR_INVALID';
  override readonly exitCode = EXIT.usage;
}

/** A selected table reads one that is neither selected nor published. */
export class InputUnpublishedError extends SluiceError {
  override readonly code = 'INPUT_UNPUBLISHED';
  override readonly exitCode = EXIT.usage;
}

/** Checks that stop a run did not hold; nothing of the run was published. */
export class AuditFailedError extends SluiceError {
  override readonly code = 'AUDIT_FAILED';
  override readonly exitCode = EXIT.failed;
}

/** A fault of Sluice's own: the rows that were set aside and those that are left are not the rows that were staged. */
export class QuarantineMismatchError extends SluiceError {
  override readonly code = 'QUARANTINE_MISMATCH';
  override readonly exitCode = EXIT.engine;

  constructor(table: string, { staged, rest, aside }: Readonly<Record<'staged' | 'rest' | 'aside', number>>) {
    super(
      `${table}: ${staged} rows were staged, but ${rest} are left and ${aside} were set aside. ` +
        'This is a fault of Sluice. Nothing of the run was published; please report it with the contract.',
    );
  }
}

/** Rows of a quarantine cannot be replayed as it was asked. */
export class ReplayRefusedError extends SluiceError {
  override readonly code = 'REPLAY_REFUSED';
  override readonly exitCode = EXIT.usage;
}

/** The data folder cannot be made or written. */
export class DataFolderError extends SluiceError {
  override readonly code = 'DATA_FOLDER_NOT_WRITABLE';
  override readonly exitCode = EXIT.engine;
}

/** A fixture file cannot be read as a list of cases. */
export class FixtureInvalidError extends SluiceError {
  override readonly code = 'FIXTURE_INVALID';
  override readonly exitCode = EXIT.usage;
}

/** A model behaves differently when DuckDB prints its syntax tree back as SQL, so its mutants would say nothing. */
export class ControlKilledError extends SluiceError {
  override readonly code = 'MUTATION_CONTROL_KILLED';
  override readonly exitCode = EXIT.engine;

  constructor(table: string, fixtureCase: string) {
    super(
      `${table}: the case "${fixtureCase}" fails on the model as DuckDB prints it, without a mistake in it. ` +
        `No mutant was judged. Run \`sluice test\` first; where that passes, write the model in a plainer way.`,
    );
  }
}

/** A table that a command was told to read is not published, or the name fits none or several. */
export class TableUnknownError extends SluiceError {
  override readonly code = 'TABLE_UNKNOWN';
  override readonly exitCode = EXIT.usage;
}

/** A data folder that is to be compared is not there, is the other one, or holds nothing of the pipeline. */
export class LakeUnknownError extends SluiceError {
  override readonly code = 'LAKE_UNKNOWN';
  override readonly exitCode = EXIT.usage;
}

/** A version was asked of a table that has none: it is one Parquet file, which each run replaces. */
export class VersionsNoneError extends SluiceError {
  override readonly code = 'VERSIONS_NONE';
  override readonly exitCode = EXIT.usage;

  constructor(table: string, path: string) {
    super(
      `${table} has no versions: it is one file, ${path}, that each run replaces. Tables with \`format: delta\` in their contract keep theirs.`,
    );
  }
}
