import type { Change } from './table.ts';

/** One staged file and the name under which readers look for it. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** A change that becomes the next version of the Delta table in a folder. */
export interface Commit {
  readonly table: string;
  readonly change: Change;
}

/** A file or folder that nobody reads any more once the steps before it are done. */
export interface Removal {
  readonly remove: string;
}

/** One thing that a publication does. Each may be done again: then nothing happens. */
export type PublishStep = Rename | Commit | Removal;

export function isRename(step: PublishStep): step is Rename {
  return 'from' in step;
}

export function isCommit(step: PublishStep): step is Commit {
  return 'change' in step;
}
