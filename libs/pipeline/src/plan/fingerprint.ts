import { createHash } from 'node:crypto';

/**
 * Everything that a table's rows depend on, by part, so that a plan can say which part changed.
 * Hashes are SHA-256 in hex.
 */
export interface Definition {
  /** Of the model's SQL, or of the SQL that generates a source, vocabulary included. */
  readonly sql?: string;
  readonly contract: string;
  /** Of the transforms that the model calls. */
  readonly transforms?: string;
  /** Columns of `run.parameters` that the model names, with their values. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Of the input file's content. */
  readonly file?: string;
  /** SHA-256 of the files of corrected rows that stand in for records of that content. */
  readonly replays?: readonly string[];
  /** Fingerprints of the tables that the model reads, or that its contract refers to. */
  readonly inputs: Readonly<Record<string, string>>;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Equal definitions, and only they, have equal fingerprints. Keys count in the order given. */
export function fingerprintOf(definition: Definition): string {
  return sha256(JSON.stringify(definition));
}

/**
 * Says in words what differs between what is published and what is planned.
 * @param published  the definition as it was stored with the table, JSON text
 */
export function whatChanged(published: string | undefined, planned: Definition): readonly string[] {
  const before = parseDefinition(published);
  if (before === undefined) return ['the published file does not say what it was made from'];
  return changes(before, { ...planned });
}

/**
 * Says in words what differs between the definitions that two published files were stored with, JSON texts.
 * @returns undefined where one of them has none that can be read
 */
export function whatDiffers(before: string | undefined, after: string | undefined): readonly string[] | undefined {
  const [left, right] = [parseDefinition(before), parseDefinition(after)];
  return left === undefined || right === undefined ? undefined : changes(left, right);
}

/** Whether a table is made in another way than the published one was, whatever it is made from. */
export function isOwnPartChanged(published: string | undefined, planned: Definition): boolean {
  const before = parseDefinition(published);
  const own = ({ sql, contract, transforms, parameters }: Parts): string =>
    JSON.stringify([sql, contract, transforms, parameters]);
  return before === undefined || own(before) !== own({ ...planned });
}

/** What is said where the contract is another one. */
export const CONTRACT_CHANGED = 'its contract changed';

type Parts = Readonly<Record<string, unknown>>;

function changes(before: Parts, after: Parts): readonly string[] {
  const changed: string[] = [];
  if (before['sql'] !== after['sql']) changed.push('its SQL changed');
  if (before['contract'] !== after['contract']) changed.push(CONTRACT_CHANGED);
  if (before['transforms'] !== after['transforms']) changed.push('a transform that it calls changed');
  if (before['file'] !== after['file']) changed.push('its input file changed');
  if (JSON.stringify(before['replays']) !== JSON.stringify(after['replays'])) {
    changed.push(after['replays'] === undefined ? 'replayed rows no longer apply' : 'rows were replayed');
  }
  changed.push(...changedKeys(before['parameters'], after['parameters']).map((name) => `parameter ${name} changed`));
  changed.push(...changedKeys(before['inputs'], after['inputs']).map((name) => `input ${name} changed`));
  return changed;
}

/** True where more than the inputs differs. */
export function isModified(published: string | undefined, planned: Definition): boolean {
  return whatChanged(published, planned).some((change) => !change.startsWith('input '));
}

function parseDefinition(text: string | undefined): Parts | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function changedKeys(before: unknown, after: unknown): readonly string[] {
  const [left, right] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => left[name] !== right[name]).sort();
}

function isRecord(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
