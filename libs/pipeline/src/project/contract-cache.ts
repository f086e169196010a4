import { type Contract, parseContract } from '@sluice/quality';
import type { Cache } from './cache.ts';

/**
 * Parses a contract, or gives what an earlier parse of the same text gave.
 * @param shown  the file as messages name it
 * @throws {ContractInvalidError}
 */
export function readContract(text: string, shown: string, cache: Cache): Contract {
  const kept = cache.get<Contract>('contracts', [shown, text]);
  if (kept !== undefined) return kept;
  const contract = parseContract(text, shown);
  cache.keep('contracts', [shown, text], contract);
  return contract;
}
