import { LogBrokenError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { readAction } from './actions.ts';
import type { Action, CommitInfo } from './actions.ts';
import { commitPath } from './log.ts';

/** Files that are open at once. */
const AT_ONCE = 64;

/**
 * The actions of one commit.
 * @returns undefined where there is no such commit.
 * @throws {LogBrokenError} for a line that is no action.
 */
export async function readCommit(storage: Storage, version: number): Promise<readonly Action[] | undefined> {
  const path = commitPath(version);
  const content = await storage.read(path);
  if (content === undefined) return undefined;
  return readLines(content.toString('utf8'), path, storage);
}

/**
 * The actions in the lines of `text`.
 * @throws {LogBrokenError} naming `path` and the line, for one that is no action.
 */
export function readLines(text: string, path: string, storage: Storage): readonly Action[] {
  const actions: Action[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readAction(line);
    if ('problem' in read) throw new LogBrokenError(storage.locate(''), `${path}, line ${index + 1}: ${read.problem}`);
    actions.push(read.action);
  }
  return actions;
}

/** The actions of several commits, in their order. */
export async function* readCommits(storage: Storage, versions: readonly number[]): AsyncGenerator<readonly Action[]> {
  for (let start = 0; start < versions.length; start += AT_ONCE) {
    const some = versions.slice(start, start + AT_ONCE);
    const read = await Promise.all(some.map((version) => readCommit(storage, version)));
    for (const [index, actions] of read.entries()) {
      if (actions === undefined) {
        throw new LogBrokenError(storage.locate(''), `commit ${String(some[index])} went while it was read`);
      }
      yield actions;
    }
  }
}

/** What the writer of a commit told of it; undefined where it told nothing, or where there is no such commit. */
export async function readCommitInfo(storage: Storage, version: number): Promise<CommitInfo | undefined> {
  const content = await storage.read(commitPath(version));
  const line = content
    ?.toString('utf8')
    .split('\n')
    .find((text) => /^\s*\{\s*"commitInfo"/.test(text));
  const read = line === undefined ? undefined : readAction(line);
  return read !== undefined && 'action' in read ? (read.action.commitInfo ?? undefined) : undefined;
}
