import { appendFile, stat } from 'node:fs/promises';
import { EXIT, type ExitCode, SluiceError } from '@sluice/core';
import type { Io } from './io.ts';
import type { RunRecord } from '@sluice/pipeline';

const SUMMARY_BYTES = 1024 * 1024;

/** True in a job of GitHub Actions. */
export function inGitHubActions(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}

/**
 * Tells a CI job what a run told: annotations on stderr, where they do not disturb a document on stdout, and the summary.
 * @returns `EXIT.delivery` where the summary could not be written, which is told too
 */
export async function tellGitHub(record: RunRecord, io: Io): Promise<ExitCode> {
  if (!inGitHubActions()) return EXIT.done;
  const { annotations, ReportNotWritableError, summary } = await import('@sluice/reporting');
  for (const annotation of annotations(record)) io.command(annotation);
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return EXIT.done;
  try {
    const written = (await stat(file).catch(() => undefined))?.size ?? 0;
    const text = summary(record, SUMMARY_BYTES - written - 1);
    await appendFile(file, `${text}\n`);
    return EXIT.done;
  } catch (error) {
    const { code, message } = new ReportNotWritableError(file, error);
    io.note(`${io.style(['red', 'bold'], code)} ${message}`);
    return EXIT.delivery;
  }
}

/** Puts an error that kept a run from beginning on the line that it names. */
export async function annotateError(error: unknown, pipeline: string, io: Io): Promise<void> {
  if (!inGitHubActions() || !(error instanceof SluiceError)) return;
  const { annotations } = await import('@sluice/reporting');
  const { code, message, exitCode, location } = error;
  const failure = { code, message, exitCode, ...(location && { location }) };
  for (const annotation of annotations({ pipeline, runId: '', tables: [], error: failure })) io.command(annotation);
}
