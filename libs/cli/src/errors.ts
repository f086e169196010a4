import { EXIT, SluiceError } from '@sluice/core';

/** Unknown or missing commands, flags, arguments and pipelines, and values that a flag does not take. */
export class UsageError extends SluiceError {
  readonly code = 'USAGE';
  readonly exitCode = EXIT.usage;
}

/** Another checkout of the same name, a file that moved: the module of a pipeline is not what the command line expects. */
export class PipelineModuleError extends SluiceError {
  readonly code = 'PIPELINE_MODULE_INVALID';
  readonly exitCode = EXIT.usage;
}
