import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, parseContract } from '@sluice/quality';
import { sha256 } from './fingerprint.ts';

interface Entry {
  readonly key: string;
  readonly contract: Contract;
}

/**
 * Parses a contract, or reads what an earlier parse of the same text gave: parsing takes longer than everything else
 * that a plan does.
 * @param shown     the file as messages name it
 * @param cacheDir  a folder that belongs to this very version of the code; without it nothing is kept
 * @throws {ContractInvalidError}
 */
export function readContract(text: string, shown: string, cacheDir: string | undefined): Contract {
  if (cacheDir === undefined) return parseContract(text, shown);
  const key = sha256(JSON.stringify([shown, text]));
  const path = join(cacheDir, 'contracts', `${key}.json`);
  const kept = readEntry(path);
  if (isEntry(kept, key)) return kept.contract;
  const contract = parseContract(text, shown);
  keep(path, { key, contract });
  return contract;
}

function readEntry(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** An entry was written whole by this code, for this text: the key says so. */
function isEntry(value: unknown, key: string): value is Entry {
  return typeof value === 'object' && value !== null && 'key' in value && value.key === key && 'contract' in value;
}

/** A folder that cannot be written costs time, and nothing else. */
function keep(path: string, entry: Entry): void {
  const temporary = `${path}.${randomUUID()}`;
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(temporary, JSON.stringify(entry));
    renameSync(temporary, path);
  } catch {
    return;
  }
}
