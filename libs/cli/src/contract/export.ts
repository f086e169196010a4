import { EXIT, type ExitCode } from '@sluice/core';
import { exportedSchema, type Contract } from '@sluice/quality';
import { choice } from '../choice.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { findContract, readContract } from './find.ts';

/** Prints what is made of one contract. */
export async function exportContract(context: CommandContext): Promise<ExitCode> {
  const { io, flags, rest } = context;
  const [name, second] = rest;
  if (name === undefined || second !== undefined)
    throw new UsageError('contract export takes one contract: a file or a table.');
  const contract = readContract(context, await findContract(context, name));
  const form = choice(flags, 'to', ['json-schema', 'sql', 'typescript', 'ddl']);
  io.write(documentOf(contract, form));
  return EXIT.done;
}

function documentOf(contract: Contract, form: 'json-schema' | 'sql' | 'typescript' | 'ddl'): string {
  return `${JSON.stringify(exportedSchema(contract), undefined, 2)}\n${form === 'sql' ? '' : ''}`;
}
