import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '@sluice/core';
import { inferContract } from '@sluice/quality';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { withScratchSession } from '../scratch.ts';

const readable = /\.(?:csv|tsv|ndjson|jsonl|json|parquet)$/iu;

/** Prints a first contract of what is in a file. */
export async function inferFromFile(context: CommandContext): Promise<ExitCode> {
  const [file, second] = context.rest;
  if (file === undefined || second !== undefined) throw new UsageError('contract infer takes one file.');
  if (!readable.test(file))
    throw new UsageError(`contract infer reads .csv, .tsv, .ndjson, .jsonl, .json and .parquet, got ${file}.`);
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  context.io.write(await withScratchSession(context, (session) => inferContract(session, resolve(file))));
  return EXIT.done;
}
