import { EXIT, type ExitCode } from '@sluice/core';
import { createTable, exportedSchema, rulesSql, typescriptOf, type Contract } from '@sluice/quality';
import { choice } from '../choice.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { findContract, readContract } from './find.ts';

/** Prints what is made of one contract. */
export async function exportContract(context: CommandContext): Promise<ExitCode> {
  const { io, rest } = context;
  const [name, second] = rest;
  if (name === undefined || second !== undefined)
    throw new UsageError('contract export takes one contract: a file or a table.');
  const contract = readContract(context, await findContract(context, name));
  io.write(documentOf(context, contract));
  return EXIT.done;
}

function documentOf(context: CommandContext, contract: Contract): string {
  const { flags } = context;
  switch (choice(flags, 'to', ['json-schema', 'sql', 'typescript', 'ddl'])) {
    case 'json-schema':
      return `${JSON.stringify(exportedSchema(contract), undefined, 2)}\n`;
    case 'sql':
      return rulesSql(contract);
    case 'typescript':
      return typescriptOf(contract);
    case 'ddl':
      return createTable(contract, choice(flags, 'dialect', ['duckdb', 'postgres', 'cql', 'spark']));
  }
}
