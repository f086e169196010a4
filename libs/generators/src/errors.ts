import { EXIT, SluiceError } from '@sluice/core';

/** A count, a seed or an as-of day that no data can be generated for. */
export class GeneratorParameterError extends SluiceError {
  readonly code = 'GENERATOR_PARAMETER_INVALID';
  readonly exitCode = EXIT.usage;
  readonly parameter: string;
  readonly value: unknown;

  constructor(parameter: string, value: unknown, expected: string) {
    super(`${parameter} must be ${expected}, got ${JSON.stringify(value)}.`);
    this.parameter = parameter;
    this.value = value;
  }
}
