import { EXIT, SluiceError } from '@sluice/core';

/** The output folder does not take files. The tables themselves are published; the file that was there before stays. */
export class OutputNotWritableError extends SluiceError {
  readonly code = 'OUTPUT_NOT_WRITABLE';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be written (${reasonOf(cause)}).\n` +
        'What was there before stays as it was.\n' +
        'Give this user the right to write there, or choose another folder with --output-dir.',
      { cause },
    );
    this.path = path;
  }
}

/** A CQL sink does not fit the table that it is declared for. */
export class CqlSinkInvalidError extends SluiceError {
  readonly code = 'CQL_SINK_INVALID';
  readonly exitCode = EXIT.usage;

  constructor({ keyspace, table }: { readonly keyspace: string; readonly table: string }, problem: string) {
    super(
      `The CQL sink ${keyspace}.${table} does not fit its table: ${problem}.\nMend it in the pipeline's definition.`,
    );
  }
}

const LEFT_HALF =
  'The tables of the lake are published; the store may hold a part of the change, and the next run completes it.';

/** No CQL server does its work in time: gone, slow, overloaded, too few copies alive, or a file that another process holds. */
export class CqlUnavailableError extends SluiceError {
  readonly code = 'CQL_UNAVAILABLE';
  readonly exitCode = EXIT.engine;

  constructor(store: string, cause: unknown, waitedSeconds?: number) {
    const waited = waitedSeconds === undefined ? '' : ` for ${waitedSeconds} s`;
    super(
      `${store} ${troubleOf(cause)}${waited}: ${reasonOf(cause)}\n${LEFT_HALF}\n` +
        'See that it runs, is reached from here and has room for more work, then run again.',
      { cause },
    );
  }
}

/** What a server that answers says (CQL binary protocol v4, "9. Error codes"). */
const OVERLOADED = 0x1001;

function troubleOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === OVERLOADED) return 'was overloaded';
  return typeof code === 'number' ? 'could not do what it was asked' : 'did not answer';
}

/** The CQL server does not know this user, or not this password. */
export class CqlLoginError extends SluiceError {
  readonly code = 'CQL_LOGIN_REFUSED';
  readonly exitCode = EXIT.engine;

  constructor(store: string, cause: unknown) {
    super(
      `${store} refuses the login: ${reasonOf(cause)}\nThe tables of the lake are published; the store is as it was.\n` +
        'Mend SLUICE_CQL_USERNAME and SLUICE_CQL_PASSWORD, then run again.',
      { cause },
    );
  }
}

/** The CQL server's certificate is not signed by SLUICE_CQL_TLS_CA, is out of date or for another address, or it speaks no TLS. */
export class CqlTlsError extends SluiceError {
  readonly code = 'CQL_TLS_REFUSED';
  readonly exitCode = EXIT.engine;

  constructor(store: string, cause: unknown) {
    const message = cause instanceof Error ? `${cause.message.split('\n')[0]}` : '';
    super(
      `${store} is not trusted: ${reasonOf(cause)} (${message}).\nThe tables of the lake are published; the store is as it was.\n` +
        'See that SLUICE_CQL_TLS_CA holds the certificate of who signed that of the server, that the server speaks TLS at this ' +
        'port, and that its certificate names the address by which it is reached, then run again.',
      { cause },
    );
  }
}

/** The CQL server refuses a statement: no right to it, a datacenter that it does not have, a value too large. */
export class CqlRefusedError extends SluiceError {
  readonly code = 'CQL_REFUSED';
  readonly exitCode = EXIT.engine;

  /** @param next  what was kept and what to do, where that is known */
  constructor(store: string, cause: unknown, next = LEFT_HALF) {
    super(`${store} refuses: ${reasonOf(cause)}\n${next}`, { cause });
  }
}

/** The table in the CQL store has other columns, types or keys than the one that is handed on. */
export class CqlSchemaError extends SluiceError {
  readonly code = 'CQL_SCHEMA_MISMATCH';
  readonly exitCode = EXIT.engine;
  readonly differences: readonly string[];

  constructor(table: string, store: string, differences: readonly string[]) {
    super(
      [
        `${table} in ${store} is not the table that the contract describes:`,
        ...differences.map((difference) => `  ${difference}`),
        'The tables of the lake are published; nothing of the store was changed.',
        'Alter the table there, or drop it and have the next run load it anew.',
      ].join('\n'),
    );
    this.differences = differences;
  }
}

/** Rows that a CQL store cannot hold: a key that is null, empty or there twice. */
export class CqlRowsUnfitError extends SluiceError {
  readonly code = 'CQL_ROWS_UNFIT';
  readonly exitCode = EXIT.engine;

  constructor(table: string, problem: string) {
    super(
      `${table}: ${problem}\nThe tables of the lake are published; nothing of the store was changed.\n` +
        'Have the contract refuse such rows, then run again.',
    );
  }
}

/** A CQL store does not hold what the table holds: after a load, whose position then stays where it was, or when it is checked. */
export class CqlNotReconciledError extends SluiceError {
  readonly code = 'CQL_NOT_RECONCILED';
  readonly exitCode = EXIT.engine;
  readonly store: string;
  readonly differences: readonly string[];

  constructor(table: string, store: string, sums: string, differences: readonly string[], kept: string) {
    super(
      [
        `${table} in ${store} is not what the table holds: ${sums}.`,
        ...differences.map((difference) => `  ${difference}`),
        kept,
        'See who else writes there, or writes with a clock ahead of this one, then run again with --full-refresh.',
      ].join('\n'),
    );
    this.store = store;
    this.differences = differences;
  }
}

/** The operating system's short reason, such as `EACCES`, else the message's first line. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if ('code' in cause && typeof cause.code === 'string' && !(cause instanceof SluiceError)) return cause.code;
  return cause.message.split('\n')[0] ?? '';
}
