import type { Clock, CqlSettings, Logger } from '@sluice/core';

/** What a command stands on. */
export interface RunContext {
  readonly workspace: string;
  /** Where parsed contracts may be kept between commands: a folder that belongs to this very version of the code. */
  readonly cacheDir?: string;
  readonly dataDir: string;
  /** Where file sinks write; `_output` of the pipeline's folder unless given. */
  readonly outputDir?: string;
  /** The server that CQL sinks load; a file in the pipeline's folder unless given. */
  readonly cql?: CqlSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: { readonly memoryLimit?: number; readonly threads?: number; readonly spillBytes?: number };
  /** Aborted when the operator stops the command. */
  readonly signal?: AbortSignal;
}
