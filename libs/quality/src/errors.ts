import { EXIT, SluiceError, formatLocation, type Location } from '@sluice/core';

/** One mistake in a contract. */
export interface ContractProblem {
  readonly location: Location;
  /** Where in the document: `schema[0].properties[2].logicalType`. */
  readonly path: string;
  /** One sentence: expected, got, and the nearest known name where there is one. */
  readonly message: string;
}

/** A contract that cannot be used. Names every problem with file, line and column. */
export class ContractInvalidError extends SluiceError {
  readonly code = 'CONTRACT_INVALID';
  readonly exitCode = EXIT.usage;
  readonly problems: readonly ContractProblem[];

  constructor(file: string, found: readonly ContractProblem[]) {
    const problems = found.toSorted((a, b) => order(a.location) - order(b.location));
    const lines = problems.map(({ location, path, message }) => `  ${formatLocation(location)} ${path}: ${message}`);
    const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
    const first = problems[0];
    super([`${file}: the contract has ${count}.`, ...lines].join('\n'), {
      location: first === undefined ? { file } : first.location,
    });
    this.problems = problems;
  }
}

function order({ line = 0, column = 0 }: Location): number {
  return line * 100_000 + column;
}

/** A table that the store cannot have as the contract describes it. */
export class DdlImpossibleError extends SluiceError {
  readonly code = 'DDL_IMPOSSIBLE';
  readonly exitCode = EXIT.usage;

  constructor({ table, file }: { readonly table: string; readonly file: string }) {
    super(`${table} cannot be a CQL table: the contract has no primary key; give a column \`primaryKey: true\`.`, {
      location: { file },
    });
  }
}

/** No row was found that keeps every rule: rules that contradict each other, or leave too few values for a unique column. */
export class GenerationImpossibleError extends SluiceError {
  readonly code = 'GENERATION_IMPOSSIBLE';
  readonly exitCode = EXIT.usage;

  constructor(
    { table, file }: { readonly table: string; readonly file: string },
    made: number,
    broken: readonly string[],
  ) {
    super(
      `${table}: after ${String(made)} rows no further one was found that keeps ${broken.join(', ')}. ` +
        'Ask for fewer rows, or look whether the rules leave any value.',
      { location: { file } },
    );
  }
}
