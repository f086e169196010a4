import type { ExitCode, Logger, Settings } from '@sluice/core';
import type { Pipeline } from '@sluice/pipeline';
import type { FlagValues } from './flags.ts';
import type { Io } from './io.ts';
import type { Launch } from './launch.ts';

/** What a command works with. */
export interface CommandContext {
  readonly io: Io;
  readonly launch: Launch;
  readonly settings: Settings;
  /** What stands on the command line beside flags and the pipeline. */
  readonly operand: string | undefined;
  /** What follows it, where the command takes more. */
  readonly rest: readonly string[];
  readonly flags: FlagValues;
  /** The pipeline that was named, or all of them; empty where the command takes none. */
  readonly pipelines: readonly Pipeline[];
  /** True where one pipeline was named: then the result is one document, else a list. */
  readonly named: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  /** What the operator gave for the parameters that this pipeline declares. */
  readonly given: (pipeline: Pipeline) => Readonly<Record<string, string>>;
  /** Made when it is first asked for. */
  readonly logger: () => Promise<Logger>;
}

/** The code of a command; returns the exit code of the process. */
export type Action = (context: CommandContext) => Promise<ExitCode>;
