import type { Storage, StoredFile } from '../storage/storage.ts';

export const LOG = '_delta_log';

/** The files of a table's log that a reader needs, by version, oldest first. */
export interface LogListing {
  readonly commits: readonly LogFile[];
  readonly checkpoints: readonly CheckpointFiles[];
  /** Versions that have a checkpoint of a kind that is not read here ("UUID-named checkpoint"). */
  readonly foreign: readonly number[];
}

export interface LogFile {
  readonly version: number;
  readonly path: string;
  readonly modifiedAt: Date;
}

/** All parts of one checkpoint. */
export interface CheckpointFiles {
  readonly version: number;
  readonly paths: readonly string[];
  readonly modifiedAt: Date;
}

const COMMIT = /^(\d{20})\.json$/;
const CLASSIC = /^(\d{20})\.checkpoint\.parquet$/;
const PART = /^(\d{20})\.checkpoint\.\d{10}\.(\d{10})\.parquet$/;
const UUID_NAMED = /^(\d{20})\.checkpoint\.[^.]+\.(?:json|parquet)$/;

/** Twenty digits, as the names of the log's files begin. */
export function logName(version: number): string {
  return String(version).padStart(20, '0');
}

export function commitPath(version: number): string {
  return `${LOG}/${logName(version)}.json`;
}

/** Lists a table's log. `_last_checkpoint` is not asked: the listing shows every checkpoint, and is never stale or torn. */
export async function listLog(storage: Storage): Promise<LogListing> {
  const files = await storage.list(LOG);
  return {
    commits: matches(files, COMMIT),
    checkpoints: [...matches(files, CLASSIC).map(alone), ...multiPart(files)].sort((a, b) => a.version - b.version),
    foreign: matches(files, UUID_NAMED).map(({ version }) => version),
  };
}

/** The newest version that the log shows; undefined where there is no table. */
export function newestVersion({ commits, checkpoints }: LogListing): number | undefined {
  const versions = [commits.at(-1)?.version, checkpoints.at(-1)?.version].filter((version) => version !== undefined);
  return versions.length === 0 ? undefined : Math.max(...versions);
}

function matches(files: readonly StoredFile[], pattern: RegExp): readonly LogFile[] {
  return files.flatMap(({ name, modifiedAt }) => {
    const version = pattern.exec(name)?.[1];
    return version === undefined ? [] : [{ version: Number(version), path: `${LOG}/${name}`, modifiedAt }];
  });
}

function alone({ version, path, modifiedAt }: LogFile): CheckpointFiles {
  return { version, paths: [path], modifiedAt };
}

/** Those that lack a part are no checkpoints ("Checkpoints"). Two writers may have cut one version differently. */
function multiPart(files: readonly StoredFile[]): readonly CheckpointFiles[] {
  const parts = new Map<string, StoredFile[]>();
  for (const file of files) {
    const [matched, version, count] = PART.exec(file.name) ?? [];
    if (matched === undefined) continue;
    const key = `${String(version)}.${String(count)}`;
    const known = parts.get(key);
    if (known === undefined) parts.set(key, [file]);
    else known.push(file);
  }
  return [...parts].flatMap(([key, found]) => {
    const [version, count] = key.split('.').map(Number);
    const [first] = found;
    if (version === undefined || first === undefined || found.length !== count) return [];
    return [{ version, paths: found.map(({ name }) => `${LOG}/${name}`), modifiedAt: first.modifiedAt }];
  });
}
