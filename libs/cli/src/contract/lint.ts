import { EXIT, formatLocation, type ExitCode } from '@sluice/core';
import { ContractInvalidError, type ContractProblem } from '@sluice/quality';
import type { CommandContext } from '../context.ts';
import { counted } from '../render/format.ts';
import { findContract, readContract, workspaceContracts, type ContractFile } from './find.ts';

interface Linted {
  readonly file: string;
  readonly problems: readonly ContractProblem[];
}

/** Names every mistake of the contracts that are asked for, or of all. */
export async function lintContracts(context: CommandContext): Promise<ExitCode> {
  const { io, flags, rest } = context;
  const files =
    rest.length === 0
      ? await workspaceContracts(context)
      : await Promise.all(rest.map((name) => findContract(context, name)));
  const linted = files.map((file) => lint(context, file));
  if (flags.text('output') === 'json') io.printJson(linted);
  else for (const line of linesOf(linted)) io.print(line);
  return linted.some(({ problems }) => problems.length > 0) ? EXIT.usage : EXIT.done;
}

function lint(context: CommandContext, file: ContractFile): Linted {
  try {
    return { file: readContract(context, file).file, problems: [] };
  } catch (error) {
    if (!(error instanceof ContractInvalidError)) throw error;
    return { file: error.location?.file ?? file.path, problems: error.problems };
  }
}

function linesOf(linted: readonly Linted[]): readonly string[] {
  const problems = linted.flatMap((contract) => contract.problems);
  const lines = problems.map(({ location, path, message }) => `${formatLocation(location)} ${path}: ${message}`);
  return [...lines, `${counted(linted.length, 'contract')}, ${counted(problems.length, 'problem')}`];
}
