import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { EXIT, type ExitCode } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { inferContract } from '@sluice/quality';
import { formatOfFile, openUntyped } from '@sluice/sources';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { withScratchSession } from '../scratch.ts';

/** The rows of a file, its structure checked first as a pipeline would check it; undefined for a format that no pipeline reads. */
async function checked(session: Session, path: string): Promise<string | undefined> {
  const format = formatOfFile(path);
  if (format === undefined) return undefined;
  return `(${await openUntyped(session, { table: basename(path), path, format })})`;
}

const readable = /\.(?:csv|tsv|ndjson|jsonl|json|parquet)$/iu;

/** Prints a first contract of what is in a file. */
export async function inferFromFile(context: CommandContext): Promise<ExitCode> {
  const [file, second] = context.rest;
  if (file === undefined || second !== undefined) throw new UsageError('contract infer takes one file.');
  if (!readable.test(file))
    throw new UsageError(`contract infer reads .csv, .tsv, .ndjson, .jsonl, .json and .parquet, got ${file}.`);
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const path = resolve(file);
  context.io.write(
    await withScratchSession(context, async (session) => inferContract(session, path, await checked(session, path))),
  );
  return EXIT.done;
}
