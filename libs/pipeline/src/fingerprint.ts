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
  const changed: string[] = [];
  if (before['sql'] !== planned.sql) changed.push('its SQL changed');
  if (before['contract'] !== planned.contract) changed.push('its contract changed');
  if (before['transforms'] !== planned.transforms) changed.push('a transform that it calls changed');
  if (before['file'] !== planned.file) changed.push('its input file changed');
  changed.push(...changedKeys(before['parameters'], planned.parameters).map((name) => `parameter ${name} changed`));
  changed.push(...changedKeys(before['inputs'], planned.inputs).map((name) => `input ${name} changed`));
  return changed;
}

/** True where more than the inputs differs. */
export function isModified(published: string | undefined, planned: Definition): boolean {
  return whatChanged(published, planned).some((change) => !change.startsWith('input '));
}

function parseDefinition(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function changedKeys(before: unknown, after: Readonly<Record<string, string | number>>): readonly string[] {
  const old = isRecord(before) ? before : {};
  const names = new Set([...Object.keys(old), ...Object.keys(after)]);
  return [...names].filter((name) => old[name] !== after[name]).sort();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
