import { open, readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { compileSchema, isMissingFile, type Schema, syncToDisk } from '@sluice/core';
import { readChange, writeChange, type WrittenChange, writtenChange } from './change-json.ts';
import { JournalUnknownError } from './errors.ts';
import { isCommit, isRename, type PublishStep, type Rename } from './publish-step.ts';

/** Renames alone are written as they have been since version 1, so that an older Sluice can complete them. */
const RENAMES = 1;
const STEPS = 2;

type WrittenStep = Rename | { readonly table: string; readonly change: unknown } | { readonly remove: string };

/**
 * Writes a journal and forces it onto the disk: from then on its steps are decided. Paths are kept relative
 * to the journal's folder, so that a lake that is moved or mounted elsewhere can still be completed.
 */
export async function writeJournal(path: string, steps: readonly PublishStep[]): Promise<void> {
  const written = steps.map((step) => writtenStep(step, dirname(path)));
  const content = steps.every(isRename) ? { version: RENAMES, renames: written } : { version: STEPS, steps: written };
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(content)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncToDisk(dirname(path));
}

/**
 * @returns the steps; `'none'` where there is no journal; `'torn'` where its writer was killed before it was
 *          whole, so that no step had begun.
 * @throws {JournalUnknownError} when it is whole, but of another version or shape.
 */
export async function readJournal(path: string): Promise<readonly PublishStep[] | 'none' | 'torn'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return 'none';
    throw error;
  }
  const content = parse(text);
  return content === undefined ? 'torn' : stepsOf(content, path).map((step) => readStep(step, path));
}

/** A prefix of a JSON object is never JSON: what parses was written whole. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writtenStep(step: PublishStep, folder: string): WrittenStep {
  if (isRename(step)) return { from: relative(folder, step.from), to: relative(folder, step.to) };
  if (isCommit(step)) return { table: relative(folder, step.table), change: writeChange(step.change, folder) };
  return { remove: relative(folder, step.remove) };
}

function readStep(step: WrittenStep, path: string): PublishStep {
  const folder = dirname(path);
  if ('from' in step) return { from: resolve(folder, step.from), to: resolve(folder, step.to) };
  if ('remove' in step) return { remove: resolve(folder, step.remove) };
  return { table: resolve(folder, step.table), change: readChange(changeOf(step.change, path), folder) };
}

function changeOf(change: unknown, path: string): WrittenChange {
  const checked = writtenChange.check(change);
  if (checked.ok) return checked.value;
  const [problem] = checked.problems;
  throw new JournalUnknownError(path, `a change ${problem?.path ?? ''} ${problem?.message ?? 'has another shape'}`);
}

function stepsOf(content: unknown, path: string): readonly WrittenStep[] {
  if (!isRecord(content)) throw new JournalUnknownError(path, 'expected an object');
  const { version, renames, steps } = content;
  if (version !== RENAMES && version !== STEPS) {
    throw new JournalUnknownError(path, `expected version ${RENAMES} or ${STEPS}, got ${JSON.stringify(version)}`);
  }
  const list = version === RENAMES ? renames : steps;
  const checked = (version === RENAMES ? renamesSchema : stepsSchema).check(list);
  if (checked.ok) return checked.value;
  const shape = version === RENAMES ? 'renames must be a list of { from, to }' : 'steps must be a list of steps';
  throw new JournalUnknownError(path, shape);
}

const text = { type: 'string' };
const rename = { type: 'object', properties: { from: text, to: text }, required: ['from', 'to'] };
const commit = {
  type: 'object',
  properties: { table: text, change: { type: 'object' } },
  required: ['table', 'change'],
};
const removal = { type: 'object', properties: { remove: text }, required: ['remove'] };
const renamesSchema: Schema<readonly Rename[]> = compileSchema({ type: 'array', items: rename });
const stepsSchema: Schema<readonly WrittenStep[]> = compileSchema({
  type: 'array',
  items: { anyOf: [rename, commit, removal] },
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
