import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../plan/fingerprint.ts';

interface Entry<T> {
  readonly key: string;
  readonly value: T;
}

/**
 * Small results that are kept between commands because making them anew takes longer than everything else that a plan
 * does. They are plain JSON and functions of what they are asked by and of the code, whose very version owns the folder.
 */
export class Cache {
  readonly #folder: string | undefined;

  /** @param folder  without it nothing is kept */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** @param what  all that the result is a function of */
  get<T>(kind: string, what: readonly string[]): T | undefined {
    if (this.#folder === undefined) return undefined;
    const key = sha256(JSON.stringify([kind, ...what]));
    const entry = read(join(this.#folder, kind, `${key}.json`));
    return isEntry<T>(entry, key) ? entry.value : undefined;
  }

  /** A folder that cannot be written costs time, and nothing else. */
  keep<T>(kind: string, what: readonly string[], value: T): void {
    if (this.#folder === undefined) return;
    const key = sha256(JSON.stringify([kind, ...what]));
    const path = join(this.#folder, kind, `${key}.json`);
    const temporary = `${path}.${randomUUID()}`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(temporary, JSON.stringify({ key, value }));
      renameSync(temporary, path);
    } catch {
      return;
    }
  }
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** An entry was written whole, by this code and for this kind of result: the key says so. */
function isEntry<T>(value: unknown, key: string): value is Entry<T> {
  return typeof value === 'object' && value !== null && 'key' in value && value.key === key && 'value' in value;
}
